// Redirections (POSIX XCU 2.7): a new fd table from an old one, and what was opened for it.

import { isSystemError } from '../../protocol/errno.ts';
import { openFlags } from '../../vfs/filesystem.ts';
import type { Redirection, RedirectionOperator } from '../parser/ast.ts';
import { absolutePath } from '../expand/glob.ts';
import { errorText } from '../commands/error-text.ts';
import { nullDescription, type Description } from '../stream/description.ts';
import { FileDescription } from '../stream/file-description.ts';
import { memorySource } from '../stream/memory-pipe.ts';
import { encodeText } from '../stream/text.ts';
import { expanderOf } from './expansion.ts';
import type { FdTable, Frame } from './frame.ts';
import { startBeside } from './process-substitution.ts';
import { ShellError } from './shell-error.ts';

export interface Redirected {
  readonly fds: FdTable;
  /** To be closed with the command, by whoever asked. */
  readonly opened: readonly Description[];
}

export async function redirect(frame: Frame, redirections: readonly Redirection[]): Promise<Redirected> {
  if (redirections.length === 0) return { fds: frame.fds, opened: [] };
  const fds = new Map(frame.fds);
  const opened: Description[] = [];
  try {
    for (const redirection of redirections) await apply(frame, redirection, fds, opened);
  } catch (error) {
    closeAll(opened);
    throw error;
  }
  return { fds, opened };
}

export function closeAll(descriptions: readonly Description[]): void {
  for (const description of descriptions) description.close();
}

async function apply(
  frame: Frame,
  { fd, operator, target }: Redirection,
  fds: FdTable,
  opened: Description[],
): Promise<void> {
  const own = (description: Description): Description => {
    opened.push(description);
    return description;
  };
  const process = target.length === 1 && target[0]?.type === 'process' ? target[0] : undefined;
  if (process !== undefined) {
    fds.set(fd ?? (operator.startsWith('<') ? 0 : 1), own(startBeside(frame, process)));
    return;
  }
  const text = await expanderOf(frame).text(target);
  switch (operator) {
    case '<<':
    case '<<<':
      fds.set(fd ?? 0, own(memorySource(encodeText(operator === '<<<' ? `${text}\n` : text))));
      return;
    case '<&':
      duplicate(fds, fd ?? 0, text);
      return;
    case '>&':
      if (!/^(?:\d+|-)$/.test(text)) {
        const both = own(open(frame, text, '>', fds));
        fds.set(1, both);
        fds.set(2, both);
        return;
      }
      duplicate(fds, fd ?? 1, text);
      return;
    case '&>':
    case '&>>': {
      const both = own(open(frame, text, operator === '&>' ? '>' : '>>', fds));
      fds.set(1, both);
      fds.set(2, both);
      return;
    }
    case '<':
    case '<>':
      fds.set(fd ?? 0, own(open(frame, text, operator, fds)));
      return;
    case '>':
    case '>>':
    case '>|':
      fds.set(fd ?? 1, own(open(frame, text, operator, fds)));
      return;
  }
}

function duplicate(fds: FdTable, fd: number, source: string): void {
  if (source === '-') {
    fds.delete(fd);
    return;
  }
  const description = fds.get(Number(source));
  if (description === undefined || source === '')
    throw new ShellError(`${source}: Bad file descriptor`, 1, false);
  fds.set(fd, description);
}

const flagsOf: Readonly<Partial<Record<RedirectionOperator, number>>> = {
  '<': openFlags.O_RDONLY,
  '<>': openFlags.O_RDWR | openFlags.O_CREAT,
  // Appending, because jsh and its children write through descriptions of their own (stream/file-description.ts).
  '>': openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC | openFlags.O_APPEND,
  '>|': openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC | openFlags.O_APPEND,
  '>>': openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_APPEND,
};

function open(frame: Frame, path: string, operator: RedirectionOperator, fds: FdTable): Description {
  const { shell, state } = frame;
  const { fs } = shell.context;
  const device = openDevice(path, fds, shell.initial);
  if (device !== undefined) return device;
  const absolute = absolutePath(state.cwd, path);
  try {
    const stats = fs.tryStat(absolute);
    if (operator === '>' && state.options.noclobber && stats?.type === 'file')
      throw new ShellError(`${path}: cannot overwrite existing file`, 1, false);
    if (stats?.type === 'directory' && operator !== '<')
      throw new ShellError(`${path}: Is a directory`, 1, false);
    return new FileDescription(fs.open(absolute, flagsOf[operator] ?? 0, 0o666 & ~state.umask));
  } catch (error) {
    if (isSystemError(error)) throw new ShellError(`${path}: ${errorText(error)}`, 1, false);
    throw error;
  }
}

/** The devices that stand for open descriptions. They are not closed with the redirection. */
function openDevice(path: string, fds: FdTable, initial: FdTable): Description | undefined {
  if (path === '/dev/null') return nullDescription;
  if (path === '/dev/tty') {
    const terminal = [...initial.values()].find(({ tty }) => tty !== undefined);
    return terminal === undefined ? undefined : borrowed(terminal);
  }
  const fd =
    { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 }[path] ?? /^\/dev\/fd\/(\d+)$/.exec(path)?.[1];
  const description = fd === undefined ? undefined : fds.get(Number(fd));
  return description === undefined ? undefined : borrowed(description);
}

/** The same description, not to be closed by the borrower. */
function borrowed(description: Description): Description {
  return {
    get tty() {
      return description.tty;
    },
    read: (signal) => description.read(signal),
    unread: (bytes) => description.unread(bytes),
    write: (bytes, signal) => description.write(bytes, signal),
    share: (sys) => description.share(sys),
    close: () => {},
  };
}
