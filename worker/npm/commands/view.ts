// npm view and npm outdated: what the registry has, beside what the project has.
import { machine } from '../install/machine.ts';
import { openRegistry } from '../install/resolve-tree.ts';
import { normalizeManifest } from '../manifest.ts';
import { npmError } from '../npm-error.ts';
import { readHiddenLockfile } from '../lockfile.ts';
import { requirePackageJson } from '../package-json.ts';
import { pickManifest } from '../registry/packument.ts';
import type { Session } from '../session.ts';
import { parseArgument, parseSpec, type RegistrySpec, type Spec } from '../spec.ts';

export async function viewCommand(session: Session, words: readonly string[]): Promise<number> {
  const [argument, ...fields] = words;
  if (argument === undefined)
    throw npmError('EUSAGE', '', 'npm view [<package-spec>] [<field>[.subfield]...]');
  const registry = openRegistry(session, () => undefined);
  const spec = registrySpec(parseArgument(argument, session.cwd));
  const packument = await registry.packument(spec.name, `${spec.name}@${spec.raw}`);
  const { version = '' } = pickManifest(packument, spec, machine, session.config.text('tag') ?? 'latest');
  const manifest = normalizeManifest(await registry.version(spec.name, version)) as Record<string, unknown>;
  const whole: Record<string, unknown> = {
    ...manifest,
    'dist-tags': packument['dist-tags'],
    versions: Object.keys(packument.versions ?? {}),
  };
  await registry.flush();
  const { terminal, config } = session;
  if (fields.length === 0) {
    const { name, description, license } = manifest as {
      name: string;
      description?: string;
      license?: string;
    };
    terminal.line(`\n${name}@${version} | ${license ?? 'Proprietary'}`);
    if (description !== undefined) terminal.line(description);
    terminal.line(
      `\ndist-tags:\n${Object.entries(packument['dist-tags'] ?? {})
        .map(([tag, at]) => `${tag}: ${at}`)
        .join('  ')}`,
    );
    return 0;
  }
  for (const field of fields) {
    const value = field
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], whole);
    if (value === undefined) continue;
    const text = typeof value === 'string' && !config.flag('json') ? value : JSON.stringify(value, null, 2);
    terminal.line(fields.length > 1 ? `${field} = ${text}` : text);
  }
  return 0;
}

export async function outdatedCommand(session: Session): Promise<number> {
  const { fs, prefix, terminal } = session;
  const { manifest } = requirePackageJson(fs, prefix);
  const installed = readHiddenLockfile(fs, prefix)?.packages ?? {};
  const registry = openRegistry(session, () => undefined);
  const all = { ...manifest.devDependencies, ...manifest.optionalDependencies, ...manifest.dependencies };
  const rows = await Promise.all(
    Object.entries(all).map(async ([name, text]) => {
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
      return [[name, current ?? 'MISSING', wanted, latest, location, manifest.name ?? prefix]];
    }),
  );
  await registry.flush();
  const table = rows.flat();
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
