import { expect, test } from 'vitest';
import { wire } from '../vfs/test-filesystems.ts';
import { imageMagic, resolveExecutable } from './exec.ts';

function machine() {
  const { fs } = wire().replica;
  const file = (path: string, text: string) => {
    fs.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755);
    fs.writeFile(path, text);
    fs.chmod(path, 0o755);
  };
  file('/bin/sh', `${imageMagic}jsh\n`);
  file('/bin/wc', `${imageMagic}jsh\n`);
  file('/bin/env', `${imageMagic}jsh\n`);
  file('/bin/node', `${imageMagic}node\n`);
  file('/p/tool', '#!/usr/bin/env node\n');
  return (...argv: string[]) => resolveExecutable(fs, argv[0] ?? '', argv, { cwd: '/p', path: '/bin:/p' });
}

test('sh -c of one plain command is the command, and not a shell that waits for it', () => {
  const resolve = machine();
  expect(resolve('sh', '-c', 'tool --watch "a b"')).toEqual({
    program: 'node',
    argv: ['node', '/p/tool', '--watch', 'a b'],
    execPath: '/bin/node',
  });
});

test.each([
  ['what takes a shell', ['sh', '-c', 'tool && tool']],
  ['a command of the shell’s own image', ['sh', '-c', 'wc tool']],
  ['what is not there, for the shell’s message', ['sh', '-c', 'nope']],
  ['parameters', ['sh', '-c', 'tool', 'sh', '1']],
  ['another applet’s -c', ['wc', '-c', 'tool']],
])('a shell stays one for %s', (_what, argv) => {
  expect(machine()(...argv)).toEqual({ program: 'jsh', argv, execPath: `/bin/${argv[0] ?? ''}` });
});
