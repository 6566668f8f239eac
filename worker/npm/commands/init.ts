// npm init: a package.json with npm's defaults, or the project generator `create-<name>`.
import { defaultLayout, printJson } from '../json-file.ts';
import { npmError } from '../npm-error.ts';
import { readPackageJson } from '../package-json.ts';
import { basename } from '../posix-path.ts';
import type { Session } from '../session.ts';
import { splitName } from '../spec.ts';
import { execCommand } from './exec.ts';

export async function initCommand(session: Session, words: readonly string[]): Promise<number> {
  const [initializer, ...rest] = words;
  if (initializer !== undefined) return execCommand(session, [generator(initializer), ...rest]);
  const { config, fs, cwd, terminal } = session;
  if (!config.flag('yes') && !config.flag('force')) {
    throw npmError(
      'ENOTSUP',
      '',
      'npm init cannot ask its questions here yet; npm init -y takes the defaults.',
    );
  }
  const path = `${cwd}/package.json`;
  const present = readPackageJson(fs, path);
  const content = withDefaults(session, present?.content ?? {});
  fs.writeFile(path, printJson(content, present?.layout ?? defaultLayout));
  terminal.line(`Wrote to ${path}:\n\n${JSON.stringify(content, null, 2)}\n\n`);
  return 0;
}

/** `vite@latest` → `create-vite@latest`, `@scope` → `@scope/create`, `@scope/x` → `@scope/create-x`. */
function generator(initializer: string): string {
  const { name, spec } = splitName(initializer);
  const version = spec === '' ? '' : `@${spec}`;
  const scoped = /^(@[^/]+)(?:\/(.+))?$/.exec(name);
  if (scoped === null) return `create-${name}${version}`;
  return scoped[2] === undefined
    ? `${scoped[1] ?? ''}/create${version}`
    : `${scoped[1] ?? ''}/create-${scoped[2]}${version}`;
}

function withDefaults({ config, cwd, fs }: Session, present: Readonly<Record<string, unknown>>): object {
  const main =
    fs.tryStat(`${cwd}/index.js`) === undefined && fs.tryStat(`${cwd}/server.js`) !== undefined
      ? 'server.js'
      : 'index.js';
  const defaults: Record<string, unknown> = {
    name:
      basename(cwd)
        .toLowerCase()
        .replace(/[^a-z0-9._~-]+/g, '-')
        .replace(/^[._]+/, '') || 'project',
    version: config.text('init-version') ?? '1.0.0',
    description: '',
    main,
    scripts: { test: 'echo "Error: no test specified" && exit 1' },
    keywords: [],
    author: config.text('init-author-name') ?? '',
    license: config.text('init-license') ?? 'ISC',
    type: config.text('init-type') ?? 'commonjs',
  };
  const missing = Object.entries(defaults).filter(([key]) => present[key] === undefined);
  return Object.keys(present).length === 0 ? defaults : { ...present, ...Object.fromEntries(missing) };
}
