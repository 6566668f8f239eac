import { expect, test } from 'vitest';
import { FakeMachine } from '../testing/fake-machine.ts';
import { InteractiveShell } from '../testing/interactive.ts';
import { runLine } from '../testing/run-line.ts';

const numbers = Array.from({ length: 100 }, (_, index) => `line ${String(index + 1)}\n`).join('');

async function pager(line: string): Promise<InteractiveShell> {
  const machine = new FakeMachine();
  machine.fs.writeFile('/home/numbers', numbers);
  const shell = new InteractiveShell({ machine });
  await shell.until(/❯$/);
  shell.type(`${line}\r`);
  return shell;
}

test('keys move, search and leave, and the screen before is there again', async () => {
  const shell = await pager('less numbers');
  expect(await shell.until(/line 19\n:$/)).toHaveLength(20);
  for (const [keys, expected] of [
    [' ', /^line 20\n[^]*line 38\n:$/],
    ['j', /^line 21\n/],
    ['\x1b[A', /^line 20\n/],
    ['b', /^line 1\n/],
    ['/5$\r', /^line 5\n/],
    ['n', /^line 15\n/],
    ['N', /^line 5\n/],
    ['/nothing\r', /\nPattern not found$/],
    ['G', /line 100\n\(END\)$/],
    ['g', /^line 1\n/],
  ] as const) {
    shell.type(keys);
    await shell.until(expected);
  }
  shell.type('q');
  expect(await shell.until(/❯$/)).toEqual(['~ ❯ less numbers', '~ ❯']);
});

test('it pages what a pipe brings, and does not read all of what never ends', async () => {
  const shell = await pager('yes | less');
  await shell.until(/^y\n[^]*y\n:$/);
  shell.type('q');
  await shell.until(/yes \| less\n.*❯$/);
});

test("beside a process it is one of its own, as the terminal is that group's", async () => {
  const shell = await pager("sh -c 'cat numbers' | less");
  await shell.until(/line 19\n:$/);
  shell.type('G');
  await shell.until(/line 100\n\(END\)$/);
  shell.type('q');
  await shell.until(/\| less\n.*❯$/);
});

test('^C leaves what waits for its input', async () => {
  const shell = await pager('sleep 100 | less');
  await new Promise((resolve) => setTimeout(resolve, 60));
  shell.type('\x03');
  await shell.until(/❯ sleep 100 \| less[^]*❯$/);
  shell.type('echo typed\r');
  await shell.until(/echo typed\ntyped\n.*❯$/);
});

test('more ends with its text; what fits a screen is only written', async () => {
  const shell = await pager('tail -n 30 numbers | more; head -n 2 numbers | less -F');
  await shell.until(/line 89\n:$/);
  shell.type(' ');
  await shell.until(/\(END\)$/);
  shell.type(' ');
  await shell.until(/\nline 1\nline 2\n.*❯$/);
});

test('keys that come in one piece are taken one after the other', async () => {
  const shell = await pager('less numbers');
  await shell.until(/line 19\n:$/);
  shell.type('/line 77\rjj');
  await shell.until(/line 79\n[^]*line 97\n:$/);
  shell.type('gq');
  await shell.until(/less numbers\n.*❯$/);
});

test('it copies where the output is no terminal', async () => {
  expect(await runLine('seq 3 | less; echo x > f; more f nofile')).toEqual({
    stdout: '1\n2\n3\nx\n',
    stderr: 'more: nofile: No such file or directory\n',
    code: 1,
  });
});
