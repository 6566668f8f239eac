// stat -c FORMAT -L -t.

import { timeZoneOf, type TimeZone } from '../../os/time-zone.ts';
import type { Stats } from '../../vfs/filesystem.ts';
import type { Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { expandEscapes } from './escapes.ts';
import { isFileError } from './lines.ts';
import { userName } from './machine.ts';
import { modeText } from './mode.ts';
import { missingOperand, parseOptions } from './options.ts';
import { strftime } from './strftime.ts';

export const stat: Applet = async (context) => {
  const options = parseOptions('stat', context.args, {
    short: 'c:Lt',
    long: { 'format=': 'c', 'printf=': 'printf', dereference: 'L' },
  });
  if (options.operands.length === 0) throw missingOperand('stat');
  const zone = timeZoneOf(context.env['TZ']);
  let status = 0;
  for (const operand of options.operands) {
    const path = context.resolve(operand);
    try {
      const stats = options.has('L') ? context.fs.stat(path) : context.fs.lstat(path);
      const link = stats.type === 'symlink' ? context.fs.readlink(path) : undefined;
      const format = options.value('c') ?? options.value('printf');
      if (format === undefined) await context.stdout.write(describe(operand, stats, link, zone));
      else {
        const text = format.replace(/%([a-zA-Z%])/g, (_, code: string) =>
          field(code, operand, stats, link, zone),
        );
        await context.stdout.write(options.has('printf') ? expandEscapes(text, true).text : `${text}\n`);
      }
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`cannot statx '${operand}': ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};

function typeText(stats: Stats): string {
  switch (stats.type) {
    case 'file':
      return stats.size === 0 ? 'regular empty file' : 'regular file';
    case 'directory':
      return 'directory';
    case 'symlink':
      return 'symbolic link';
    case 'character':
      return 'character special file';
    case 'socket':
      return 'socket';
  }
}

function field(code: string, name: string, stats: Stats, link: string | undefined, zone: TimeZone): string {
  const time = (ms: number): string => strftime('%Y-%m-%d %H:%M:%S.%N %z', ms, zone);
  switch (code) {
    case 'n':
      return name;
    case 'N':
      return link === undefined ? `'${name}'` : `'${name}' -> '${link}'`;
    case 's':
      return String(stats.size);
    case 'b':
      return String(Math.ceil(stats.size / 4096) * 8);
    case 'B':
      return '512';
    case 'o':
      return '4096';
    case 'a':
      return (stats.mode & 0o7777).toString(8);
    case 'A':
      return modeText(stats.type, stats.mode);
    case 'f':
      return stats.mode.toString(16);
    case 'F':
      return typeText(stats);
    case 'h':
      return String(stats.nlink);
    case 'i':
      return String(stats.ino);
    case 'u':
      return String(stats.uid);
    case 'g':
      return String(stats.gid);
    case 'U':
    case 'G':
      return userName;
    case 'x':
      return time(stats.atimeMs);
    case 'X':
      return String(Math.floor(stats.atimeMs / 1000));
    case 'y':
      return time(stats.mtimeMs);
    case 'Y':
      return String(Math.floor(stats.mtimeMs / 1000));
    case 'z':
      return time(stats.ctimeMs);
    case 'Z':
      return String(Math.floor(stats.ctimeMs / 1000));
    case 'w':
      return time(stats.birthtimeMs);
    case 'W':
      return String(Math.floor(stats.birthtimeMs / 1000));
    case '%':
      return '%';
    default:
      return '?';
  }
}

function describe(name: string, stats: Stats, link: string | undefined, zone: TimeZone): string {
  const value = (code: string): string => field(code, name, stats, link, zone);
  return (
    `  File: ${name}${link === undefined ? '' : ` -> ${link}`}\n` +
    `  Size: ${value('s').padEnd(10)}\tBlocks: ${value('b').padEnd(10)} IO Block: 4096   ${value('F')}\n` +
    `Inode: ${value('i').padEnd(11)} Links: ${value('h')}\n` +
    `Access: (${value('a').padStart(4, '0')}/${value('A')})  Uid: (${value('u').padStart(5)}/${userName.padStart(8)})   Gid: (${value('g').padStart(5)}/${userName.padStart(8)})\n` +
    `Access: ${value('x')}\nModify: ${value('y')}\nChange: ${value('z')}\n Birth: ${value('w')}\n`
  );
}
