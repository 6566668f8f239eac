// A package's own description, as package.json, a packument or a lockfile gives it, and npm's normalization of it.
import { basename, resolvePath } from '../os/posix-path.ts';

export type Dependencies = Readonly<Record<string, string>>;

export interface Dist {
  readonly tarball?: string;
  readonly integrity?: string;
  readonly shasum?: string;
}

/** The fields that npm reads. Unknown ones are kept by whoever writes the file back. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly acceptDependencies?: Dependencies;
  readonly bundleDependencies?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>> | readonly string[];
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly libc?: string | readonly string[];
  readonly license?: string | { readonly type?: string };
  readonly funding?: unknown;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
  readonly _hasShrinkwrap?: boolean;
  readonly gypfile?: boolean;
  readonly overrides?: unknown;
  readonly config?: unknown;
  readonly workspaces?: unknown;
  readonly main?: string;
  readonly description?: string;
  readonly dist?: Dist;
}

type Loose = Record<string, unknown>;

/** What @npmcli/package-json does to a manifest before the tree is built. Never changes its argument. */
export function normalizeManifest(source: object): Manifest {
  const manifest: Loose = { ...source };
  for (const field of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
    if (!(field in manifest)) continue;
    const dependencies = normalizeDependencies(manifest[field]);
    if (dependencies === undefined) delete manifest[field];
    else manifest[field] = dependencies;
  }
  dedupeOptional(manifest);
  normalizeBundled(manifest);
  const bin = normalizeBin(manifest['name'], manifest['bin']);
  if (bin === undefined) delete manifest['bin'];
  else manifest['bin'] = bin;
  if (typeof manifest['funding'] === 'string') manifest['funding'] = { url: manifest['funding'] };
  if ('scripts' in manifest) manifest['scripts'] = strings(manifest['scripts']);
  return manifest;
}

function normalizeDependencies(value: unknown): Dependencies | undefined {
  const list = typeof value === 'string' ? value.trim().split(/[\s,]+/) : value;
  if (Array.isArray(list)) {
    return Object.fromEntries(
      list
        .filter((entry) => typeof entry === 'string')
        .map((entry) => {
          const [name = '', ...rest] = entry.trim().split(/(:?[@\s><=])/);
          return [name, rest.join('').replace(/^@/, '').trim()];
        }),
    );
  }
  return typeof list === 'object' && list !== null ? strings(list) : undefined;
}

function strings(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value);
  if (entries.every(([, text]) => typeof text === 'string')) return value as Record<string, string>;
  return Object.fromEntries(entries.filter(([, text]) => typeof text === 'string'));
}

/** A name in both lists is optional alone. */
function dedupeOptional(manifest: Loose): void {
  const { dependencies, optionalDependencies } = manifest as Manifest;
  if (dependencies === undefined || optionalDependencies === undefined) return;
  const rest = Object.entries(dependencies).filter(([name]) => !(name in optionalDependencies));
  if (rest.length === 0) delete manifest['dependencies'];
  else manifest['dependencies'] = Object.fromEntries(rest);
}

function normalizeBundled(manifest: Loose): void {
  const bundled = manifest['bundleDependencies'] ?? manifest['bundledDependencies'];
  delete manifest['bundledDependencies'];
  delete manifest['bundleDependencies'];
  if (bundled === true)
    manifest['bundleDependencies'] = Object.keys((manifest as Manifest).dependencies ?? {});
  else if (Array.isArray(bundled)) manifest['bundleDependencies'] = bundled;
  else if (typeof bundled === 'object' && bundled !== null) {
    manifest['bundleDependencies'] = Object.keys(bundled);
  }
}

function normalizeBin(name: unknown, bin: unknown): Record<string, string> | undefined {
  let entries: [string, unknown][] = [];
  if (typeof bin === 'string' && typeof name === 'string') entries = [[name, bin]];
  else if (Array.isArray(bin)) entries = bin.map((path) => [basename(String(path)), path]);
  else if (typeof bin === 'object' && bin !== null) entries = Object.entries(bin);
  const clean: Record<string, string> = {};
  for (const [key, path] of entries) {
    const command = basename(key.replace(/[\\:]/g, '/'));
    if (typeof path !== 'string' || command === '') continue;
    const target = resolvePath('/', path.replace(/\\/g, '/')).slice(1);
    if (target !== '') clean[command] = target;
  }
  return Object.keys(clean).length === 0 ? undefined : clean;
}

export function hasInstallScript(manifest: Manifest): boolean {
  const { scripts = {} } = manifest;
  return (
    manifest.hasInstallScript === true ||
    Boolean(scripts['install'] ?? scripts['preinstall'] ?? scripts['postinstall'])
  );
}

/** `name@version`, the id that npm prints. */
export function packageId(manifest: Manifest): string {
  return `${manifest.name ?? ''}@${manifest.version ?? ''}`;
}
