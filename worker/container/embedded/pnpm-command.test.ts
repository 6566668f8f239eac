import { expect, it } from 'vitest';
import { pnpmCommand } from './pnpm-command.ts';

it.each([
  ['', ''],
  ['install', 'install'],
  ['-C dir install', 'install'],
  ['-C dir -r --filter ./a... install', 'install'],
  ['--dir=add dev', 'dev'],
  ['--dir add dev', 'dev'],
  ['--reporter silent --frozen-lockfile i', 'i'],
  ['--unknown add ms', 'add'],
  ['-r exec install', 'exec'],
  ['m -F a install', 'install'],
  ['-- add', 'add'],
  ['-C', ''],
])('pnpm %s: its command is %j', (line, command) => {
  expect(pnpmCommand(line.split(' ').filter((word) => word !== ''))).toBe(command);
});
