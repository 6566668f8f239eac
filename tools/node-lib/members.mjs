// The members that each internal binding of the pinned Node is expected to have. A bump of Node that adds or removes one
// fails here with its name; `generate.mjs --update-members` accepts it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A class is written with its methods: `Pipe(bind,listen)`. */
function describe(name, member) {
  return member?.$ === 'fn' && member.proto ? `${name}(${member.proto.join()})` : name;
}

export function checkMembers(bindings, file, update) {
  const found = Object.fromEntries(
    Object.entries(bindings).map(([name, members]) => [
      name,
      Object.keys(members)
        .map((key) => describe(key, members[key]))
        .sort()
        .join(' '),
    ]),
  );
  if (update || !existsSync(file)) {
    writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    return;
  }
  const expected = JSON.parse(readFileSync(file, 'utf8'));
  const differences = [];
  for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const before = new Set((expected[name] ?? '').split(' '));
    const after = new Set((found[name] ?? '').split(' '));
    for (const member of before) if (!after.has(member)) differences.push(`- ${name}: ${member}`);
    for (const member of after) if (!before.has(member)) differences.push(`+ ${name}: ${member}`);
  }
  if (differences.length > 0) {
    throw new Error(
      `binding members differ from tools/node-lib/expected-members.json (accept with --update-members):\n${differences.join('\n')}`,
    );
  }
}
