// File modes: as ls writes them and as chmod reads them.

import type { FileType } from '../../vfs/filesystem.ts';
import { Failure } from './applet.ts';

const typeLetters: Readonly<Record<FileType, string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  character: 'c',
  socket: 's',
};

/** `drwxr-xr-x`. */
export function modeText(type: FileType, mode: number): string {
  let text = typeLetters[type];
  for (const shift of [6, 3, 0]) {
    const bits = mode >> shift;
    const special = (mode & (shift === 6 ? 0o4000 : shift === 3 ? 0o2000 : 0o1000)) !== 0;
    const letters = shift === 0 ? 'tT' : 'sS';
    const execute = special ? letters.charAt((bits & 1) !== 0 ? 0 : 1) : (bits & 1) !== 0 ? 'x' : '-';
    text += ((bits & 4) !== 0 ? 'r' : '-') + ((bits & 2) !== 0 ? 'w' : '-') + execute;
  }
  return text;
}

/** Applies `755` or `u+x,go-w` to a mode's permission bits. */
export function changeMode(spec: string, old: number, umask: number, directory: boolean): number {
  if (/^[0-7]{1,4}$/.test(spec)) return parseInt(spec, 8);
  let mode = old & 0o7777;
  for (const clause of spec.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXstugo]*)+)$/.exec(clause);
    if (match === null) throw new Failure(`invalid mode: ‘${spec}’`);
    const who = match[1] === '' || match[1] === undefined ? 'a' : match[1];
    const masked = match[1] === '' ? ~umask : ~0;
    for (const action of match[2]?.match(/[-+=][rwxXstugo]*/g) ?? []) {
      const bits = bitsOf(action.slice(1), who, mode, directory) & masked;
      if (action.startsWith('+')) mode |= bits;
      else if (action.startsWith('-')) mode &= ~bits;
      else mode = (mode & ~classMask(who)) | bits;
    }
  }
  return mode;
}

function classMask(who: string): number {
  const all = who.includes('a');
  return (
    (all || who.includes('u') ? 0o4700 : 0) |
    (all || who.includes('g') ? 0o2070 : 0) |
    (all || who.includes('o') ? 0o1007 : 0)
  );
}

function bitsOf(permissions: string, who: string, mode: number, directory: boolean): number {
  let bits = 0;
  let special = 0;
  for (const letter of permissions) {
    if (letter === 'r') bits |= 0o444;
    else if (letter === 'w') bits |= 0o222;
    else if (letter === 'x') bits |= 0o111;
    else if (letter === 'X') bits |= directory || (mode & 0o111) !== 0 ? 0o111 : 0;
    else if (letter === 's') special |= 0o6000;
    else if (letter === 't') special |= 0o1000;
    else {
      const copied = (mode >> (letter === 'u' ? 6 : letter === 'g' ? 3 : 0)) & 7;
      bits |= (copied << 6) | (copied << 3) | copied;
    }
  }
  return (bits | special) & classMask(who);
}
