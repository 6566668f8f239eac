import { expect, test, type Machine } from './machine.ts';

/** The name of each is printed when it loops. */
const loops = {
  'while.js': 'console.log("loop: while.js"); while (true) {}',
  'module.mjs': 'console.log("loop: module.mjs"); for (;;) { try { JSON.parse("x") } catch {} }',
  'microtasks.js': 'console.log("loop: microtasks.js"); (async () => { for (;;) await null; })();',
  'typed.ts': 'const yes: boolean = true; console.log("loop: typed.ts"); while (yes as boolean);',
};

/** Types a command, presses ^C once it loops, and fails where its process was let go of instead of ending. */
async function interrupt(machine: Machine, command: string, name: string): Promise<void> {
  await machine.type(`${command}\r`);
  await machine.shows(new RegExp(`^loop: ${name}`, 'm'));
  const obeyed = machine.page.evaluate(
    (part) =>
      new Promise<boolean>((resolve) => {
        window.holdfast.kernel.subscribe(({ state }) => {
          const process = state.processes.find((candidate) => candidate.command.includes(part));
          if (process === undefined || process.state === 'disowned') resolve(process === undefined);
        });
      }),
    name,
  );
  await machine.type('\x03');
  expect(await obeyed).toBe(true);
  await machine.type(`echo "${name} $?"\r`);
  await machine.shows(new RegExp(`^${name} 130$`, 'm'));
}

test('^C ends a hot loop of the project’s own code, which does not read its messages', async ({
  machine,
}) => {
  await machine.project(loops);
  for (const file of Object.keys(loops)) await interrupt(machine, `node ${file}`, file);
  await interrupt(machine, `node -e 'console.log("loop: -e"); while (true) {}'`, '-e');
});

test('^C waits for the loop where the program handles it', async ({ machine }) => {
  await machine.project({
    'handled.js': `process.on('SIGINT', () => { console.log('handled'); process.exit(3); });
console.log('looping');
const end = Date.now() + 1500;
while (Date.now() < end);
console.log('looped');`,
  });
  await machine.type('node handled.js; echo "code $?"\r');
  await machine.shows(/^looping$/m);
  await machine.type('\x03');
  await machine.shows(/looped\s+handled\s+code 3/);
});
