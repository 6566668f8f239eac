import { expect, test } from 'vitest';
import type { ProcessContext } from '../os/process-context.ts';
import { realShell } from './testing/real-machine.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function say(context: ProcessContext, text: string): Promise<void> {
  const stream = context.stdio[1];
  if (stream?.kind === 'file') stream.file.write(encode(text), null);
  return new Promise((resolve) => {
    if (stream === undefined || !('write' in stream)) resolve();
    else stream.write(encode(text), () => resolve());
  });
}

/** Answers each line of its input in capitals, until the end. */
async function shout(context: ProcessContext): Promise<number> {
  const input = context.stdio[0];
  if (input === undefined || !('start' in input)) return 1;
  const ended = Promise.withResolvers<void>();
  input.start(
    (chunk) => void say(context, decode(chunk).toUpperCase()),
    () => ended.resolve(),
  );
  await ended.promise;
  return 0;
}

/** The same for one line. */
async function shoutOnce(context: ProcessContext): Promise<number> {
  const input = context.stdio[0];
  if (input === undefined || !('start' in input)) return 1;
  const line = await new Promise<Uint8Array>((resolve) => {
    input.start(
      (chunk) => {
        input.stop();
        resolve(chunk);
      },
      () => resolve(encode('')),
    );
  });
  await say(context, decode(line).toUpperCase());
  return 0;
}

/** Runs until a signal ends it. */
const forever = (): Promise<number> => new Promise<number>(() => {});

test('a line is edited, run, and its output shown', async () => {
  const shell = await realShell();
  await shell.until(/^~\S* ❯$|❯$/);
  await shell.type('echo one | cat -n && ls -a\r');
  expect(await shell.until(/1\tone|1 +one\n[^]*❯$/)).toContain('.');
});

test('pipelines mix processes and applets inside jsh', async () => {
  const shell = await realShell({ shout });
  await shell.until(/❯$/);
  await shell.type("printf 'a\\nb\\n' | shout | sort -r | tr A-Z x-z0-9 | cat -n\r");
  await shell.until(/ 1\s+y\n\s+2\s+x\n[^]*❯$/);
  await shell.type('x=$(echo hi | shout); echo "<$x>"; echo q | shout > out; cat out\r');
  await shell.until(/<HI>\nQ\n[^]*❯$/);
});

test('a program in front reads the terminal, ^D ends its input', async () => {
  const shell = await realShell({ shout });
  await shell.until(/❯$/);
  await shell.type('shout\r');
  await shell.until(/shout$/);
  await shell.type('typed\r');
  await shell.until(/typed\nTYPED$/);
  await shell.type('\x04');
  await shell.until(/TYPED\n[^]*❯$/);
});

test('lines typed at once: what a program in front does not read is the next command line', async () => {
  const shell = await realShell({ shoutOnce });
  await shell.until(/❯$/);
  await shell.type('shoutOnce\rfor the program\recho again\r');
  await shell.until(/FOR THE PROGRAM\n[^]*❯ echo again\nagain\n[^]*❯$/);
});

test('^C ends the program in front with its loop, and the shell goes on', async () => {
  const shell = await realShell({ forever });
  await shell.until(/❯$/);
  await shell.type('while true; do forever; done; echo never\r');
  await shell.until(/never$/);
  await expect.poll(() => shell.processes()).toContain('forever');
  await shell.type('\x03');
  expect(await shell.until(/\^C\n[^]*❯$/)).not.toContain('\nnever');
  await shell.type('echo $?\r');
  await shell.until(/\n130\n/);
});

test('^Z stops a program, bg and fg continue it, jobs and kill know it', async () => {
  const shell = await realShell({ forever });
  await shell.until(/❯$/);
  await shell.type('forever\r');
  await expect.poll(() => shell.processes()).toContain('forever');
  await shell.type('\x1a');
  await shell.until(/\^Z\n\[1\]\+ {2}Stopped {17}forever\n[^]*❯$/);
  await shell.type('bg; jobs\r');
  await shell.until(/\[1\]\+ forever &\n\[1\]\+ {2}Running {17}forever &\n[^]*❯$/);
  await shell.type('kill %1\r');
  await expect.poll(() => shell.processes()).not.toContain('forever');
  await shell.type('\r');
  await shell.until(/\[1\]\+ {2}Terminated {14}forever\n[^]*❯$/);
});

test('^Z stops what runs inside jsh too, and fg goes on with it', async () => {
  const shell = await realShell();
  await shell.until(/❯$/);
  await shell.type('cat | cat\r');
  await shell.until(/cat$/);
  await shell.type('one\r');
  await shell.until(/one\none$/);
  await shell.type('\x1a');
  await shell.until(/Stopped {17}cat \| cat\n[^]*❯$/);
  await shell.type('fg\r');
  await shell.until(/❯ fg\ncat \| cat$/);
  await shell.type('two\r');
  await shell.until(/two\ntwo$/);
  await shell.type('\x03');
  await shell.until(/\^C\n[^]*❯$/);
});

test('& runs applets as processes; a background reader of the terminal is stopped', async () => {
  const shell = await realShell({ shout });
  await shell.until(/❯$/);
  await shell.type('sleep 60 &\r');
  await shell.until(/\[1\] \d+\n[^]*❯$/);
  expect(shell.processes()).toContain('sleep 60');
  await shell.type('shout &\r');
  await shell.until(/\[2\] \d+\n[^]*❯$/);
  // It reads once its worker runs.
  await shell.stopped('shout');
  await shell.type('jobs\r');
  await shell.until(/\[2\]\+ {2}Stopped \(SIGTTIN\)/);
  await shell.type('kill %1 %2; wait %1; echo $?\r');
  await shell.until(/\n143\n/);
});

test('a shell leaves nothing to the next one in its worker', async () => {
  const shell = await realShell();
  await shell.until(/❯$/);
  await shell.type(
    `sh -c 'kept=1; f() { echo f; }; cd /tmp; umask 077; set -eu; trap "echo bye" EXIT; pwd'\r`,
  );
  await shell.until(/\n\/tmp\nbye\n[^]*❯$/);
  await shell.type(`sh -c 'echo "[$kept]" $PWD $(umask); f || echo "[$-]"'\r`);
  await shell.until(/\n\[\] \/home\/web\/project 0?022\n[^\n]*not found: f\n\[\]\n[^]*❯$/);
});

test('a program that leaves the terminal raw does not spoil the prompt', async () => {
  const shell = await realShell({
    async raw(context) {
      const tty = context.stdio[0];
      if (tty?.kind !== 'tty') return 1;
      tty.setMode({ ...tty.mode(), canonical: false, echo: false, signals: false });
      return 3;
    },
  });
  await shell.until(/❯$/);
  await shell.type('raw; echo $?\r');
  await shell.until(/\n3\n[^]*❯$/);
  await shell.type('cat\r');
  await shell.until(/❯ cat$/);
  await shell.type('echoed\r\x04');
  await shell.until(/echoed\nechoed\n[^]*❯$/);
});

test('^D leaves the shell', async () => {
  const shell = await realShell();
  await shell.until(/❯$/);
  await shell.type('false\r');
  await shell.until(/false\n[^]*❯$/);
  await shell.type('\x04');
  expect(await shell.process.exit).toBe(1);
});
