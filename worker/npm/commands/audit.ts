// npm audit: the registry's advisories on what the lockfile has, and a clear word where a registry gives none.
// https://docs.npmjs.com/cli/commands/npm-audit#bulk-advisory-endpoint
import { satisfies } from 'semver';
import { readHiddenLockfile, readLockfile } from '../lockfile.ts';
import { npmError } from '../npm-error.ts';
import { registryConfig } from '../registry/registry-config.ts';
import type { Session } from '../session.ts';
import { compareNames } from '../tree/collate.ts';

interface Advisory {
  readonly title: string;
  readonly url: string;
  readonly severity: string;
  readonly vulnerable_versions: string;
}

const severities = ['info', 'low', 'moderate', 'high', 'critical'];

export async function auditCommand(session: Session, words: readonly string[]): Promise<number> {
  const { terminal, config } = session;
  if (words.length > 0) {
    throw npmError('ENOTSUP', '', `npm audit ${words[0] ?? ''} is not available here.`, {
      prefix: '',
      text: 'Update what npm audit lists by hand: npm install <package>@<version>',
    });
  }
  const installed = versionsOf(session);
  const advisories = await ask(session, installed);
  const found = Object.entries(advisories).flatMap(([name, list]) =>
    list
      .filter(({ vulnerable_versions: range }) =>
        [...(installed.get(name) ?? [])].some((version) => satisfies(version, range, { loose: true })),
      )
      .map((advisory) => ({ name, ...advisory })),
  );
  if (config.flag('json')) {
    terminal.line(JSON.stringify({ auditReportVersion: 2, vulnerabilities: advisories }, null, 2));
    return found.length === 0 ? 0 : 1;
  }
  if (found.length === 0) {
    terminal.line('found 0 vulnerabilities');
    return 0;
  }
  const lines = ['# npm audit report', ''];
  for (const { name, vulnerable_versions: range, severity, title, url } of found) {
    lines.push(`${name}  ${range}`, `Severity: ${severity}`, `${title} - ${url}`, '');
  }
  const counts = severities
    .map((severity) => [found.filter((each) => each.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${String(count)} ${severity}`);
  const noun = found.length === 1 ? 'vulnerability' : 'vulnerabilities';
  lines.push(`${String(found.length)} ${noun} (${counts.join(', ')})`);
  terminal.line(lines.join('\n'));
  const level = severities.indexOf(config.text('audit-level') ?? 'info');
  return found.some(({ severity }) => severities.indexOf(severity) >= level) ? 1 : 0;
}

function versionsOf({ fs, prefix }: Session): Map<string, Set<string>> {
  const lockfile = readLockfile(fs, prefix) ?? readHiddenLockfile(fs, prefix);
  if (lockfile === undefined) {
    throw npmError('ENOLOCK', 'audit', 'This command requires an existing lockfile.', {
      prefix: 'audit',
      text: 'Try creating one first with: npm i --package-lock-only',
    });
  }
  const versions = new Map<string, Set<string>>();
  for (const [location, locked] of Object.entries(lockfile.packages)) {
    const at = location.lastIndexOf('node_modules/');
    if (at === -1 || locked.link === true || locked.version === undefined) continue;
    const name = locked.name ?? location.slice(at + 'node_modules/'.length);
    versions.set(name, (versions.get(name) ?? new Set()).add(locked.version));
  }
  return new Map([...versions].sort(([a], [b]) => compareNames(a, b)));
}

async function ask(
  { config, services, signal }: Session,
  installed: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Readonly<Record<string, readonly Advisory[]>>> {
  const registry = registryConfig((key) => config.text(key), services.defaultRegistry, config.keys());
  const url = `${registry.base('')}-/npm/v1/security/advisories/bulk`;
  const body = JSON.stringify(Object.fromEntries([...installed].map(([name, all]) => [name, [...all]])));
  let reason: string;
  try {
    const headers = { 'content-type': 'application/json', ...registry.headers(url) };
    const response = await services.fetch(url, { method: 'POST', headers, body, signal });
    if (response.ok) return (await response.json()) as Record<string, Advisory[]>;
    await response.body?.cancel();
    reason = `it answered ${String(response.status)}`;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  throw npmError(
    'ENOAUDIT',
    'audit',
    `npm audit is not available: the registry gives no advisories (${reason}).`,
    {
      prefix: 'audit',
      text: `POST ${url}`,
    },
  );
}
