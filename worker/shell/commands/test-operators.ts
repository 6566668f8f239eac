// The primaries of test(1), shared with [[ … ]].

import type { FileSystem, Stats } from '../../vfs/filesystem.ts';
import { absolutePath } from '../expand/glob.ts';

export interface TestScope {
  readonly fs: FileSystem;
  readonly cwd: string;
  isTerminal(fd: number): boolean;
}

export const unaryOperators = new Set([...'bcdefghkLnprsStuwxzGO'].map((letter) => `-${letter}`));
export const binaryOperators = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
]);

export class TestError extends Error {}

export function unaryTest(scope: TestScope, operator: string, operand: string): boolean {
  if (operator === '-n') return operand !== '';
  if (operator === '-z') return operand === '';
  if (operator === '-t') return scope.isTerminal(Number(operand));
  if (operand === '') return false;
  const path = absolutePath(scope.cwd, operand);
  if (operator === '-L' || operator === '-h') return linkStats(scope.fs, path)?.type === 'symlink';
  const stats = scope.fs.tryStat(path);
  if (stats === undefined) return false;
  switch (operator) {
    case '-f':
      return stats.type === 'file';
    case '-d':
      return stats.type === 'directory';
    case '-c':
      return stats.type === 'character';
    case '-s':
      return stats.size > 0;
    case '-x':
      return stats.type === 'directory' || (stats.mode & 0o111) !== 0;
    case '-e':
    case '-r':
    case '-w':
    case '-O':
    case '-G':
      return true;
    case '-u':
      return (stats.mode & 0o4000) !== 0;
    case '-g':
      return (stats.mode & 0o2000) !== 0;
    case '-k':
      return (stats.mode & 0o1000) !== 0;
    case '-b':
    case '-p':
      return false;
    case '-S':
      return stats.type === 'socket';
    default:
      throw new TestError(`${operator}: unary operator expected`);
  }
}

export function binaryTest(scope: TestScope, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
      return mtime(scope, left) > mtime(scope, right);
    case '-ot':
      return mtime(scope, left) < mtime(scope, right);
    case '-ef': {
      const a = scope.fs.tryStat(absolutePath(scope.cwd, left));
      return a !== undefined && a.ino === scope.fs.tryStat(absolutePath(scope.cwd, right))?.ino;
    }
    default:
      break;
  }
  const [a, b] = [integer(left), integer(right)];
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    case '-ge':
      return a >= b;
    default:
      throw new TestError(`${operator}: binary operator expected`);
  }
}

function integer(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`Illegal number: ${text}`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

function mtime(scope: TestScope, operand: string): number {
  return scope.fs.tryStat(absolutePath(scope.cwd, operand))?.mtimeMs ?? -Infinity;
}

function linkStats(fs: FileSystem, path: string): Stats | undefined {
  try {
    return fs.lstat(path);
  } catch {
    return undefined;
  }
}
