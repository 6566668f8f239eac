// What a dependency's value means (`^1.2.3`, `latest`, `npm:x@1`, `file:../y`, a tarball's URL): the counterpart of
// npm-package-arg. Registry specs do not depend on where they are written, so they are parsed once.
import { valid, validRange } from 'semver';
import { NpmError, npmError } from './npm-error.ts';
import { basename, relativePath, resolvePath } from '../os/posix-path.ts';

export type RegistrySpec =
  | {
      readonly type: 'version' | 'range';
      readonly name: string;
      readonly raw: string;
      readonly fetchSpec: string;
    }
  | { readonly type: 'tag'; readonly name: string; readonly raw: string; readonly fetchSpec: string };

export type Spec =
  | RegistrySpec
  | { readonly type: 'alias'; readonly name: string; readonly raw: string; readonly target: RegistrySpec }
  | { readonly type: 'directory'; readonly name: string; readonly raw: string; readonly path: string }
  | { readonly type: 'file'; readonly name: string; readonly raw: string; readonly path: string }
  | { readonly type: 'remote'; readonly name: string; readonly raw: string; readonly url: string }
  | { readonly type: 'git'; readonly name: string; readonly raw: string };

const tarball = /[.](?:tgz|tar\.gz|tar)$/i;
const filePrefix = /^(?:file:|[.]{0,2}\/|~\/|[.]{1,2}$)/;
const gitUrl = /^(?:git[+:]|git@|ssh:|(?:github|gitlab|bitbucket|gist):|[^@/:\s]+\/[^/:\s]+(?:#.*)?$)/;
const gitWeb = /^https?:\/\/[^?#]+\.git(?:#.*)?$/;

const registrySpecs = new Map<string, RegistrySpec>();

/** Parses the value of a dependency named `name`; `where` is the folder that relative paths start from. */
export function parseSpec(name: string, raw: string, where: string): Spec {
  if (filePrefix.test(raw)) return localSpec(name, raw, where);
  if (raw.startsWith('npm:')) {
    const { name: target, spec } = splitName(raw.slice(4));
    const parsed = registrySpec(target, spec);
    return { type: 'alias', name, raw, target: parsed };
  }
  if (gitWeb.test(raw) || gitUrl.test(raw)) return { type: 'git', name, raw };
  if (/^https?:/i.test(raw)) return { type: 'remote', name, raw, url: raw };
  const protocol = /^([a-z][a-z0-9+.-]*):/i.exec(raw);
  if (protocol?.[1] !== undefined) {
    throw npmError('EUNSUPPORTEDPROTOCOL', '', `Unsupported URL Type "${protocol[1]}:": ${raw}`);
  }
  return registrySpec(name, raw);
}

/** An argument of `npm install`: `name`, `name@spec`, a path, or a URL. The name may be unknown until it is fetched. */
export function parseArgument(argument: string, where: string): Spec {
  if (filePrefix.test(argument)) return localSpec('', argument, where);
  if (/^(?:https?:|npm:)/i.test(argument) || gitUrl.test(argument) || gitWeb.test(argument)) {
    if (argument.startsWith('@') && !argument.includes('://')) {
      const { name, spec } = splitName(argument);
      return parseSpec(assertName(name, argument), spec, where);
    }
    return parseSpec('', argument, where);
  }
  const { name, spec } = splitName(argument);
  return parseSpec(assertName(name, argument), spec, where);
}

export function splitName(argument: string): { name: string; spec: string } {
  const at = argument.indexOf('@', argument.startsWith('@') ? 1 : 0);
  return at === -1
    ? { name: argument, spec: '' }
    : { name: argument.slice(0, at), spec: argument.slice(at + 1) };
}

function localSpec(name: string, raw: string, where: string): Spec {
  let path = raw.replace(/^file:/, '').replace(/^\/{2,}/, '/');
  if (path.startsWith('~/')) path = path.slice(1);
  path = resolvePath(where, path);
  return tarball.test(path) ? { type: 'file', name, raw, path } : { type: 'directory', name, raw, path };
}

function registrySpec(name: string, raw: string): RegistrySpec {
  const key = `${name}@${raw}`;
  const known = registrySpecs.get(key);
  if (known !== undefined) return known;
  const parsed = parseRegistrySpec(name, raw);
  registrySpecs.set(key, parsed);
  return parsed;
}

function parseRegistrySpec(name: string, raw: string): RegistrySpec {
  const text = raw.trim();
  if (text === '') return { type: 'range', name, raw: '*', fetchSpec: '*' };
  if (valid(text, true) !== null) return { type: 'version', name, raw, fetchSpec: text };
  if (validRange(text, true) !== null) return { type: 'range', name, raw, fetchSpec: text };
  if (encodeURIComponent(text) !== text) {
    throw npmError(
      'EINVALIDTAGNAME',
      '',
      `Invalid tag name "${text}" of package "${name}@${text}": Tags may not have any characters that encodeURIComponent encodes.`,
    );
  }
  return { type: 'tag', name, raw, fetchSpec: text };
}

/** The rules of validate-npm-package-name for names that already exist in registries. */
export function assertName(name: string, argument: string): string {
  const problem = nameProblem(name);
  if (problem === undefined) return name;
  throw new NpmError('EINVALIDPACKAGENAME', [
    { prefix: '', text: `Invalid package name "${name}" of package "${argument}": ${problem}.` },
  ]);
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'name length must be greater than zero';
  if (name.startsWith('.')) return 'name cannot start with a period';
  if (name.startsWith('_')) return 'name cannot start with an underscore';
  if (name.trim() !== name) return 'name cannot contain leading or trailing spaces';
  if (/^(?:node_modules|favicon\.ico)$/i.test(name)) return `${name} is not a valid package name`;
  const scoped = /^@([^/]+)\/([^/]+)$/.exec(name);
  const parts = scoped === null ? [name] : [scoped[1] ?? '', scoped[2] ?? ''];
  if (parts.some((part) => encodeURIComponent(part) !== part)) {
    return 'name can only contain URL-friendly characters';
  }
  return undefined;
}

/** The value that package.json gets for a local spec, relative to the project. */
export function localSaveSpec(path: string, where: string): string {
  return `file:${relativePath(where, path)}`;
}

/** A name for a folder without one in its package.json, as npm's name-from-folder. */
export function nameFromFolder(path: string): string {
  const base = basename(path);
  const parent = basename(path.slice(0, path.length - base.length - 1));
  return parent.startsWith('@') ? `${parent}/${base}` : base;
}
