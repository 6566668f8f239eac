// ps: plain, -e/-A, -f, aux, -o columns, from the process table.

import type { ProcessInfo } from '../../os/process-context.ts';
import { Failure, type Applet } from './applet.ts';
import { userName } from './machine.ts';

type Column =
  'user' | 'pid' | 'ppid' | 'pgid' | 'stat' | 'tty' | 'stime' | 'etime' | 'args' | 'comm' | 'port';

const headings: Readonly<Record<Column, string>> = {
  user: 'USER',
  pid: 'PID',
  ppid: 'PPID',
  pgid: 'PGID',
  stat: 'STAT',
  tty: 'TTY',
  stime: 'STIME',
  etime: 'ELAPSED',
  args: 'COMMAND',
  comm: 'COMMAND',
  port: 'PORTS',
};
const aliases: Readonly<Record<string, Column>> = {
  cmd: 'args',
  command: 'args',
  tt: 'tty',
  tname: 'tty',
  state: 'stat',
  s: 'stat',
  start: 'stime',
  pgrp: 'pgid',
};
const leftAligned = new Set<Column>(['user', 'stat', 'tty', 'args', 'comm']);
const stateLetters = { starting: 'R', running: 'S', stopped: 'T', disowned: 'Z' } as const;

export const ps: Applet = async (context) => {
  let columns: Column[] = ['pid', 'tty', 'stat', 'args'];
  let all = false;
  let heading = true;
  const pids: number[] = [];
  const rest = [...context.args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const letters = arg.replace(/^-/, '');
    if (/^-?o/.test(arg)) columns = parseColumns(letters.slice(1) || (rest.shift() ?? ''));
    else if (/^-p/.test(arg)) pids.push(...(letters.slice(1) || (rest.shift() ?? '')).split(',').map(Number));
    else if (/^\d+$/.test(arg)) pids.push(Number(arg));
    else if (arg === '--no-headers') heading = false;
    else if (/^-?[aexfjluwAwW]+$/.test(arg)) {
      if (/[eaAx]/.test(letters)) all = true;
      if (/[fjlu]/.test(letters))
        columns = ['user', 'pid', 'ppid', 'pgid', 'stat', 'stime', 'tty', 'port', 'args'];
    } else throw new Failure(`error: unsupported option '${arg}'`);
  }
  const processes = await context.sys.processes();
  const own = processes.find(({ pid }) => pid === context.pid);
  const shown = processes.filter((process) =>
    pids.length > 0 ? pids.includes(process.pid) : all || (process.tty !== null && process.tty === own?.tty),
  );
  const rows = shown.map((process) => columns.map((column) => cell(process, column)));
  const table = heading ? [columns.map((column) => headings[column]), ...rows] : rows;
  const widths = columns.map((_, index) => Math.max(...table.map((row) => row[index]?.length ?? 0)));
  for (const row of table) {
    const cells = row.map((text, index) => {
      const column = columns[index] ?? 'args';
      const width = widths[index] ?? 0;
      return leftAligned.has(column) ? text.padEnd(width) : text.padStart(width);
    });
    await context.stdout.write(`${cells.join(' ').trimEnd()}\n`);
  }
  return shown.length > 0 ? 0 : 1;
};

function parseColumns(text: string): Column[] {
  return text.split(/[\s,]+/).map((given) => {
    const name = given.replace(/=.*$/, '');
    const column = name in headings ? (name as Column) : aliases[name];
    if (column === undefined) throw new Failure(`error: unknown user-defined format specifier "${name}"`);
    return column;
  });
}

function cell(process: ProcessInfo, column: Column): string {
  switch (column) {
    case 'user':
      return userName;
    case 'pid':
    case 'ppid':
    case 'pgid':
      return String(process[column]);
    case 'stat':
      return stateLetters[process.state];
    case 'tty':
      return process.tty ?? '?';
    case 'stime':
      return new Date(process.startedAt).toTimeString().slice(0, 5);
    case 'etime':
      return elapsed(Date.now() - process.startedAt);
    case 'args':
      return process.command;
    case 'comm':
      return (process.command.split(' ', 1)[0] ?? '').replace(/^.*\//, '');
    case 'port':
      return process.ports.join(',') || '-';
  }
}

function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${two(hours)}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
