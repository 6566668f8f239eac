import { describe, expect, test } from 'vitest';
import { runLine } from '../testing/run-line.ts';
import { appletNames, type AppletName } from './names.ts';
import { usages } from './usage.ts';

/** `[-abc]` is a cluster of flags, each of its own; `[-n lines]` takes a value. */
const flagsOf = (name: AppletName): string[] => [
  ...(/\[-([A-Za-z0-9]+)\]/.exec(usages[name].operands)?.[1] ?? ''),
];
const refused = /(?:invalid|unrecognized|illegal|unknown) (?:option|predicate)|bad option/i;

describe('--help', () => {
  test('tells how a command is used, and nothing else asks for it', async () => {
    expect(await runLine('rmdir --help')).toEqual({
      stdout: 'Usage: rmdir [-p] folder…\nRemove empty folders.\n',
      stderr: '',
      code: 0,
    });
    expect((await runLine('echo --help; test --help && echo true')).stdout).toBe('--help\ntrue\n');
    expect((await runLine('help rmdir cd')).stdout).toBe(
      'Usage: rmdir [-p] folder…\nRemove empty folders.\nUsage: cd [-LP] [folder | -]\nChange the working directory.\n',
    );
    expect(await runLine('help nosuch')).toEqual({
      stdout: '',
      stderr: "jsh: help: no help topics match 'nosuch'. Try 'nosuch --help'.\n",
      code: 1,
    });
    expect((await runLine('help')).stdout).toMatch(/^alias +define or show aliases$/m);
  });

  test('names no flag that the command refuses', async () => {
    const lies: string[] = [];
    for (const name of appletNames)
      for (const flag of flagsOf(name)) {
        const { stderr } = await runLine(`${name} -${flag}`);
        if (refused.test(stderr)) lies.push(`${name} -${flag}: ${stderr.trim()}`);
      }
    expect(lies).toEqual([]);
  });
});

describe('watch', () => {
  test('runs until the command fails, where that is asked for', async () => {
    const { stdout, code } = await runLine(
      'n=0; watch -t -e -n 0.1 \'echo again >> count; cat count; test "$(wc -l < count)" -lt 3\'',
    );
    expect({ stdout, code }).toEqual({ stdout: 'again\nagain\nagain\nagain\nagain\nagain\n', code: 1 });
  });

  test('without a command says so', async () => {
    expect((await runLine('watch')).stderr).toBe(
      "watch: missing operand\nTry 'watch --help' for more information.\n",
    );
  });
});

test('printf -v is refused, not printed', async () => {
  expect(await runLine('printf -v name %s x')).toEqual({
    stdout: '',
    stderr: 'printf: -v: no variable can be set: use name=$(printf …)\n',
    code: 2,
  });
});
