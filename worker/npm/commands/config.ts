// npm config: get, list, set and delete of .npmrc settings (the user's; the project's with --location=project).
import { npmError } from '../npm-error.ts';
import type { Session } from '../session.ts';

export async function configCommand(session: Session, words: readonly string[]): Promise<number> {
  const [action = 'list', ...rest] = words;
  switch (action) {
    case 'get':
      return rest.length === 0 ? list(session) : get(session, rest);
    case 'ls':
    case 'list':
      return list(session);
    case 'set':
      return set(session, rest);
    case 'delete':
    case 'rm':
      return remove(session, rest);
    default:
      throw npmError(
        'EUSAGE',
        '',
        `Usage:\nnpm config set <key>=<value> [<key>=<value> ...]\nnpm config get [<key> [<key> ...]]\nnpm config delete <key> [<key> ...]\nnpm config list [--json]`,
      );
  }
}

function get(session: Session, keys: readonly string[]): number {
  for (const key of keys) {
    if (isSecret(key)) {
      throw npmError('', '', `The ${key} option is protected, and can not be retrieved in this way`);
    }
    const value = settingOf(session, key);
    session.terminal.line(keys.length > 1 ? `${key}=${value}` : value);
  }
  return 0;
}

function settingOf({ config, services }: Session, key: string): string {
  if (key === 'registry') return config.text('registry') ?? services.defaultRegistry;
  const value = config.get(key);
  return value === undefined ? 'undefined' : Array.isArray(value) ? value.join(',') : String(value);
}

function list({ config, terminal, prefix, cwd, env, services }: Session): number {
  const names = { cli: 'cli', env: 'env', project: `project`, user: `user`, default: 'default' } as const;
  const files = { project: ` from ${prefix}/.npmrc`, user: ` from ${env['HOME'] ?? '/root'}/.npmrc` };
  for (const source of ['user', 'project', 'env', 'cli'] as const) {
    const entries = config.entries().filter((entry) => entry.source === source);
    if (entries.length === 0) continue;
    const file = source === 'project' || source === 'user' ? files[source] : '';
    terminal.line(`; "${names[source]}" config${file}\n`);
    for (const { key, value } of entries) {
      terminal.line(`${key} = ${isSecret(key) ? '(protected)' : JSON.stringify(value)}`);
    }
    terminal.line();
  }
  terminal.line(`; registry = ${config.text('registry') ?? services.defaultRegistry}`);
  terminal.line(`; npm local prefix = ${prefix}\n; cwd = ${cwd}\n; HOME = ${env['HOME'] ?? '/root'}`);
  return 0;
}

function set(session: Session, words: readonly string[]): number {
  const pairs =
    words.length === 2 && !words[0]?.includes('=') ? [`${words[0] ?? ''}=${words[1] ?? ''}`] : words;
  if (pairs.length === 0) throw npmError('EUSAGE', '', 'npm config set <key>=<value>');
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = equals === -1 ? pair : pair.slice(0, equals);
    edit(session, key, equals === -1 ? '' : pair.slice(equals + 1));
  }
  return 0;
}

function remove(session: Session, keys: readonly string[]): number {
  for (const key of keys) edit(session, key, undefined);
  return 0;
}

/** Changes one line of the file and leaves the others, comments too. */
function edit({ fs, config, prefix, env }: Session, key: string, value: string | undefined): void {
  const isProject = config.text('location') === 'project';
  const path = isProject
    ? `${prefix}/.npmrc`
    : (config.text('userconfig') ?? `${env['HOME'] ?? '/root'}/.npmrc`);
  const text = fs.tryStat(path) === undefined ? '' : new TextDecoder().decode(fs.readFile(path));
  const lines = text.split('\n').filter((line) => line.split('=', 1)[0]?.trim() !== key);
  while (lines.at(-1) === '') lines.pop();
  if (value !== undefined) lines.push(`${key}=${value}`);
  fs.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755);
  fs.writeFile(path, lines.length === 0 ? '' : `${lines.join('\n')}\n`);
}

function isSecret(key: string): boolean {
  return /(?:^|:)_|authtoken|password/i.test(key);
}
