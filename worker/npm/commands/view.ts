// npm view and npm outdated: what the registry has, beside what the project has. What is more than a text or npm's table is
// printed by npm's own command line.
import { machine } from '../install/machine.ts';
import { openRegistry } from '../install/resolve-tree.ts';
import { normalizeManifest } from '../manifest.ts';
import { NpmError, npmError } from '../npm-error.ts';
import { readHiddenLockfile } from '../lockfile.ts';
import { requirePackageJson } from '../package-json.ts';
import { basename } from '../../os/posix-path.ts';
import { pickManifest } from '../registry/packument.ts';
import type { Session } from '../session.ts';
import { parseArgument, parseSpec, type RegistrySpec, type Spec } from '../spec.ts';
import { compareNames } from '../tree/collate.ts';
import { realNpmCommand } from './real-npm.ts';

export async function viewCommand(session: Session, words: readonly string[]): Promise<number> {
  const [argument, ...fields] = words;
  if (argument === undefined)
    throw npmError('EUSAGE', '', 'npm view [<package-spec>] [<field>[.subfield]...]');
  const value = fields.length === 1 ? await plainValue(session, argument, fields[0] ?? '') : undefined;
  if (value === undefined || session.config.flag('json')) return realNpmCommand(session);
  session.terminal.line(value);
  return 0;
}

/** A field that is a text, of the one version that is meant; undefined where it takes npm's own printing. */
async function plainValue(session: Session, argument: string, field: string): Promise<string | undefined> {
  const registry = openRegistry(session, () => undefined);
  const spec = parseArgument(argument, session.cwd);
  if (spec.type !== 'version' && spec.type !== 'tag' && spec.raw !== '*') return undefined;
  const named = registrySpec(spec);
  const packument = await registry.packument(named.name, `${named.name}@${named.raw}`);
  let version: string;
  try {
    version = pickManifest(packument, named, machine, session.config.text('tag') ?? 'latest').version ?? '';
  } catch (error) {
    if (error instanceof NpmError && error.code === 'ETARGET') return undefined;
    throw error;
  }
  const manifest = normalizeManifest(await registry.version(named.name, version)) as Record<string, unknown>;
  const whole: Record<string, unknown> = { ...manifest, 'dist-tags': packument['dist-tags'] };
  await registry.flush();
  const value = field
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], whole);
  return typeof value === 'string' ? value : undefined;
}

export async function outdatedCommand(session: Session, names: readonly string[]): Promise<number> {
  const { fs, prefix, terminal } = session;
  const { manifest } = requirePackageJson(fs, prefix);
  const installed = readHiddenLockfile(fs, prefix)?.packages ?? {};
  const registry = openRegistry(session, () => undefined);
  const all = { ...manifest.devDependencies, ...manifest.optionalDependencies, ...manifest.dependencies };
  const rows = await Promise.all(
    Object.entries(all).map(async ([name, text]) => {
      if (names.length > 0 && !names.includes(name)) return [];
      const parsed = parseSpec(name, text, prefix);
      if (
        parsed.type === 'directory' ||
        parsed.type === 'file' ||
        parsed.type === 'remote' ||
        parsed.type === 'git'
      )
        return [];
      const spec = registrySpec(parsed);
      const packument = await registry.packument(spec.name, `${spec.name}@${spec.raw}`);
      const current = installed[`node_modules/${name}`]?.version;
      const { version: wanted = '' } = pickManifest(packument, spec, machine, 'latest');
      const latest = packument['dist-tags']?.['latest'] ?? wanted;
      if (current === wanted && current === latest) return [];
      const location = current === undefined ? '-' : `node_modules/${name}`;
      return [[name, current ?? 'MISSING', wanted, latest, location, basename(prefix)]];
    }),
  );
  await registry.flush();
  const table = rows.flat().sort(([a = ''], [b = '']) => compareNames(a, b));
  if (table.length === 0) return 0;
  const header = ['Package', 'Current', 'Wanted', 'Latest', 'Location', 'Depended by'];
  const widths = header.map((title, index) =>
    Math.max(...[header, ...table].map((row) => (row[index] ?? title).length)),
  );
  for (const row of [header, ...table]) {
    const cells = row.map((cell, index) =>
      index === 0 || index > 3 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
    );
    terminal.line(cells.join('  ').trimEnd());
  }
  return 1;
}

function registrySpec(spec: Spec): RegistrySpec {
  if (spec.type === 'alias') return spec.target;
  if (spec.type === 'version' || spec.type === 'range' || spec.type === 'tag') return spec;
  throw npmError('ENOTSUP', '', `Only packages of a registry can be viewed: ${spec.raw}`);
}
