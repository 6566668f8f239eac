// npm's settings: the command line before the environment before .npmrc of the project before .npmrc of the user.
// https://docs.npmjs.com/cli/using-npm/config
import type { FileSystem } from '../vfs/filesystem.ts';
import type { OptionValue } from './command-line.ts';
import { npmVersion, nodeVersion } from './versions.ts';

const defaults: Readonly<Record<string, string | boolean>> = {
  audit: true,
  'bin-links': true,
  fund: true,
  'init-license': 'ISC',
  'init-type': 'commonjs',
  'init-version': '1.0.0',
  loglevel: 'notice',
  'package-lock': true,
  progress: true,
  save: true,
  'save-prefix': '^',
  tag: 'latest',
  'user-agent': `npm/${npmVersion} node/v${nodeVersion} linux x64 workspaces/false`,
};

export type ConfigSource = 'cli' | 'env' | 'project' | 'user' | 'default';

export class Config {
  readonly #sources: readonly (readonly [ConfigSource, ReadonlyMap<string, OptionValue>])[];

  constructor(sources: readonly (readonly [ConfigSource, ReadonlyMap<string, OptionValue>])[]) {
    this.#sources = [...sources, ['default', new Map(Object.entries(defaults))]];
  }

  /** The settings without what this command line says, for a step that is not what the user asked for. */
  withoutCommandLine(): Config {
    return new Config(this.#sources.filter(([source]) => source !== 'cli' && source !== 'default'));
  }

  /** Set by someone, whatever the value; false for a default. */
  isSet(key: string): boolean {
    return this.#sources.some(([source, values]) => source !== 'default' && values.has(key));
  }

  get(key: string): OptionValue | undefined {
    for (const [, values] of this.#sources) {
      const value = values.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  text(key: string): string | undefined {
    const value = this.get(key);
    if (typeof value === 'string') return value === '' ? undefined : value;
    return Array.isArray(value) ? (value as string[]).join(',') : undefined;
  }

  flag(key: string): boolean {
    const value = this.get(key);
    return value === true || value === 'true' || value === '1';
  }

  list(key: string): readonly string[] {
    const value = this.get(key);
    const all = Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : [];
    return all.flatMap((each) => each.split(',')).filter((each) => each !== '');
  }

  /** Everything that was set, strongest first, with where. */
  entries(): { source: ConfigSource; key: string; value: OptionValue }[] {
    return this.#sources.flatMap(([source, values]) =>
      [...values].map(([key, value]) => ({ source, key, value })),
    );
  }

  keys(): string[] {
    return [...new Set(this.entries().map(({ key }) => key))];
  }
}

/** `npm_config_…` of the environment; underscores stand for dashes but at the start. */
export function environmentConfig(env: Readonly<Record<string, string>>): Map<string, OptionValue> {
  const values = new Map<string, OptionValue>();
  for (const [name, value] of Object.entries(env)) {
    if (!/^npm_config_/i.test(name) || value === '') continue;
    let key = name.slice('npm_config_'.length);
    if (!key.startsWith('//')) key = key.replace(/(?!^)_/g, '-').toLowerCase();
    values.set(key, readValue(value));
  }
  if (env['NODE_ENV'] === 'production' && !values.has('omit')) values.set('omit', ['dev']);
  return values;
}

/** An .npmrc file: INI without sections, `${VAR}` from the environment. Empty where there is none. */
export function fileConfig(
  fs: FileSystem,
  path: string,
  env: Readonly<Record<string, string>>,
): Map<string, OptionValue> {
  const values = new Map<string, OptionValue>();
  if (fs.tryStat(path)?.type !== 'file') return values;
  for (const line of new TextDecoder().decode(fs.readFile(path)).split(/\r?\n/)) {
    const match = /^\s*([^;#=\s][^=]*?)\s*(?:=\s*(.*?)\s*)?$/.exec(line);
    if (match?.[1] === undefined) continue;
    const text = (match[2] ?? 'true')
      .replace(/^(["'])(.*)\1$/, '$2')
      .replace(/(?<!\\)\$\{([^}?]+)(\?)?\}/g, (whole, name: string, optional?: string) => {
        return env[name] ?? (optional === undefined ? whole : '');
      });
    if (match[1].endsWith('[]')) {
      const key = match[1].slice(0, -2);
      values.set(key, [...((values.get(key) as string[] | undefined) ?? []), text]);
    } else {
      values.set(match[1], readValue(text));
    }
  }
  return values;
}

function readValue(text: string): OptionValue {
  return text === 'true' ? true : text === 'false' ? false : text;
}
