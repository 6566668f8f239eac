// From a command name to a program: PATH search, the execute bit, the builtin images and shebangs (execve(2), execvp(3)).
// Runs in the spawning process on its own replica, so that ENOENT and EACCES are known at once.

import { TextDecoder } from './browser-globals.ts';
import { plainWords } from './plain-command.ts';
import { SystemError } from '../protocol/errno.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import type { ProgramName } from './process-context.ts';

/**
 * The first line of the builtin executables that the base image puts into /usr/local/bin and /bin, followed by the
 * program's name: the counterpart of an ELF header here.
 */
export const imageMagic = '\x7fHOLDFAST ';

export const defaultPath = '/usr/local/bin:/usr/bin:/bin';

export interface Executable {
  readonly program: ProgramName;
  readonly argv: readonly string[];
  /** Absolute path of the interpreter or program that runs. */
  readonly execPath: string;
}

const maxShebangDepth = 4;

/**
 * Resolves `argv[0]` (`file` where it differs from it) as execvp(3) does.
 * Throws ENOENT, EACCES, EISDIR→EACCES or ENOEXEC with syscall `spawn <file>`, as Node reports them.
 */
export function resolveExecutable(
  fs: FileSystem,
  file: string,
  argv: readonly string[],
  options: { cwd: string; path: string | undefined },
): Executable {
  const found = searchPath(fs, file, options);
  const executable = interpret(fs, found, file, argv, options, 0);
  return (executable.program === 'jsh' && behindShell(fs, executable.argv, options)) || executable;
}

/** The same image is many another command. */
const isShell = /^(?:.*\/)?j?sh$/;

/** What `sh -c` would become; undefined where it stays the shell, whose own commands and errors those of others are not. */
function behindShell(
  fs: FileSystem,
  [name = '', option, text, ...rest]: readonly string[],
  options: { cwd: string; path: string | undefined },
): Executable | undefined {
  if (!isShell.test(name) || option !== '-c' || text === undefined || rest.length > 0) return undefined;
  const words = plainWords(text);
  if (words?.[0] === undefined) return undefined;
  try {
    const executable = resolveExecutable(fs, words[0], words, options);
    return executable.program === 'jsh' ? undefined : executable;
  } catch {
    return undefined;
  }
}

/** The absolute path that `file` resolves to. */
export function searchPath(
  fs: FileSystem,
  file: string,
  { cwd, path }: { cwd: string; path: string | undefined },
): string {
  const syscall = `spawn ${file}`;
  const candidates = file.includes('/')
    ? [file.startsWith('/') ? file : `${cwd}/${file}`]
    : (path ?? defaultPath)
        .split(':')
        .map((dir) => `${dir === '' ? cwd : dir.startsWith('/') ? dir : `${cwd}/${dir}`}/${file}`);
  let refused = false;
  for (const candidate of candidates) {
    const stats = fs.tryStat(candidate);
    if (stats === undefined) continue;
    if (stats.type === 'file' && (stats.mode & 0o111) !== 0) return candidate;
    refused = true;
  }
  throw new SystemError(refused ? 'EACCES' : 'ENOENT', syscall, file);
}

function interpret(
  fs: FileSystem,
  path: string,
  file: string,
  argv: readonly string[],
  options: { cwd: string; path: string | undefined },
  depth: number,
): Executable {
  const syscall = `spawn ${file}`;
  if (depth > maxShebangDepth) throw new SystemError('ELOOP', syscall, file);
  const line = firstLine(fs, path);
  if (line.startsWith(imageMagic)) {
    return { program: line.slice(imageMagic.length).trim() as ProgramName, argv, execPath: path };
  }
  if (!line.startsWith('#!')) throw new SystemError('ENOEXEC', syscall, file);
  // Linux passes everything after the interpreter as one argument; `env -S` splits it.
  const match = /^#!\s*(\S+)(?:\s+(.*\S))?\s*$/.exec(line);
  if (match?.[1] === undefined) throw new SystemError('ENOEXEC', syscall, file);
  let interpreter = match[1];
  let words = match[2] === undefined ? [] : [match[2]];
  if (interpreter.endsWith('/env')) {
    words = (match[2] ?? '')
      .replace(/^-S\s+/, '')
      .split(/\s+/)
      .filter((word) => word !== '');
    const name = words.shift();
    if (name === undefined) throw new SystemError('ENOEXEC', syscall, file);
    interpreter = searchPath(fs, name, options);
  } else if (fs.tryStat(interpreter) === undefined) {
    throw new SystemError('ENOENT', syscall, file);
  }
  const name = interpreter.slice(interpreter.lastIndexOf('/') + 1);
  return interpret(fs, interpreter, file, [name, ...words, path, ...argv.slice(1)], options, depth + 1);
}

function firstLine(fs: FileSystem, path: string): string {
  const handle = fs.open(path, 0, 0);
  try {
    const bytes = new Uint8Array(256);
    const length = handle.read(bytes, 0);
    return new TextDecoder('latin1').decode(bytes.subarray(0, length)).split('\n', 1)[0] ?? '';
  } finally {
    handle.close();
  }
}
