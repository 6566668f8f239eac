// env [-i] [-u name] [-C dir] [name=value …] [command …].

import { Failure, type Applet } from './applet.ts';
import { parseOptions } from './options.ts';

export const env: Applet = async (context) => {
  // `env -` is `env -i`.
  const given = context.args[0] === '-' ? ['-i', ...context.args.slice(1)] : context.args;
  const options = parseOptions('env', given, {
    short: 'iu:C:S:0',
    long: { 'ignore-environment': 'i', 'unset=': 'u', 'chdir=': 'C', 'split-string=': 'S', null: '0' },
    posix: true,
    code: 125,
  });
  const variables: Record<string, string> = options.has('i') ? {} : { ...context.env };
  for (const name of options.values('u')) delete variables[name];
  const split = options.value('S');
  const rest = [
    ...(split === undefined ? [] : split.split(/\s+/).filter((word) => word !== '')),
    ...options.operands,
  ];
  while (/^[^=]+=/.test(rest[0] ?? '')) {
    const assignment = rest.shift() ?? '';
    variables[assignment.slice(0, assignment.indexOf('='))] = assignment.slice(assignment.indexOf('=') + 1);
  }
  if (rest.length > 0) {
    const cwd = options.value('C');
    return context.run(rest, { env: variables, ...(cwd === undefined ? {} : { cwd: context.resolve(cwd) }) });
  }
  if (options.has('C'))
    throw new Failure("must specify command with --chdir (-C)\nTry 'env --help' for more information.", 125);
  const end = options.has('0') ? '\0' : '\n';
  for (const [name, value] of Object.entries(variables)) await context.stdout.write(`${name}=${value}${end}`);
  return 0;
};
