// npm pkg: reads and changes fields of package.json by their path (`scripts.test`, `files[]`, `contributors[0].name`).
import { npmError } from '../npm-error.ts';
import { requirePackageJson, writePackageJson } from '../package-json.ts';
import type { Session } from '../session.ts';

type Json = Record<string, unknown>;

const usage = [
  'npm pkg set <key>=<value> [<key>=<value> ...]',
  'npm pkg get [<key> [<key> ...]]',
  'npm pkg delete <key> [<key> ...]',
].join('\n');

export async function pkgCommand(session: Session, words: readonly string[]): Promise<number> {
  const [verb, ...args] = words;
  const packageJson = requirePackageJson(session.fs, session.prefix);
  const content = structuredClone(packageJson.content);
  switch (verb) {
    case 'get':
      session.terminal.line(JSON.stringify(read(content, args), null, 2));
      return 0;
    case 'set':
      for (const arg of args) assign(content, arg, session.config.flag('json'));
      break;
    case 'delete':
      for (const path of args) remove(content, parts(path));
      break;
    default:
      throw npmError('EUSAGE', '', usage);
  }
  if (args.length === 0) throw npmError('EUSAGE', '', usage);
  writePackageJson(session.fs, packageJson, content);
  return 0;
}

/** One path: its value. Several: an object of them. None: everything. */
function read(content: Json, paths: readonly string[]): unknown {
  if (paths.length === 0) return content;
  const values = paths.map((path) => [path, valueAt(content, parts(path))] as const);
  if (values.length === 1) return values[0]?.[1] ?? {};
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function assign(content: Json, argument: string, isJson: boolean): void {
  const equals = argument.indexOf('=');
  if (equals < 1) throw npmError('EUSAGE', '', usage);
  const text = argument.slice(equals + 1);
  let value: unknown = text;
  if (isJson) {
    try {
      value = JSON.parse(text);
    } catch {
      throw npmError('EJSONPARSE', '', `Not a JSON value: ${text}`);
    }
  }
  const path = parts(argument.slice(0, equals));
  const last = path.pop() ?? '';
  let at: Json = content;
  path.forEach((part, index) => {
    const next = at[part];
    if (typeof next !== 'object' || next === null) {
      at[part] = isIndex(path[index + 1] ?? last) ? [] : {};
    }
    at = at[keyIn(at, part)] as Json;
  });
  at[keyIn(at, last)] = value;
}

function remove(content: Json, path: readonly string[]): void {
  const last = path.at(-1) ?? '';
  const owner = valueAt(content, path.slice(0, -1));
  if (typeof owner !== 'object' || owner === null) return;
  if (Array.isArray(owner)) owner.splice(Number(last), 1);
  else Reflect.deleteProperty(owner, last);
}

function valueAt(content: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Json)[part] : undefined),
    content,
  );
}

/** `a.b[0][x.y]` → a, b, 0, x.y; `[]` is the place after the last. */
function parts(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(
    ([, inBrackets, plain]) => inBrackets ?? plain ?? '',
  );
}

function isIndex(part: string): boolean {
  return part === '' || /^\d+$/.test(part);
}

function keyIn(at: Json, part: string): string {
  return part === '' && Array.isArray(at) ? String(at.length) : part;
}
