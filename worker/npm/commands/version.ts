// npm version: the versions of everything, or the project's raised, in package.json and the lockfile, with its scripts.
import { inc, type ReleaseType, valid } from 'semver';
import { shellCode } from '../../os/signals.ts';
import { parseJsonFile, printJson } from '../json-file.ts';
import { npmError } from '../npm-error.ts';
import { readManifest, requirePackageJson, writePackageJson } from '../package-json.ts';
import { runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { nodeVersion, npmVersion } from '../versions.ts';

const kinds: readonly ReleaseType[] = [
  'major',
  'minor',
  'patch',
  'premajor',
  'preminor',
  'prepatch',
  'prerelease',
];

export async function versionCommand(session: Session, words: readonly string[]): Promise<number> {
  const [wish] = words;
  return wish === undefined ? list(session) : raise(session, wish);
}

function list(session: Session): number {
  const { name, version } = readManifest(session.fs, `${session.prefix}/package.json`) ?? {};
  const own = name !== undefined && version !== undefined ? { [name]: version } : {};
  const all = { ...own, npm: npmVersion, node: nodeVersion };
  if (session.config.flag('json')) {
    session.terminal.line(JSON.stringify(all, null, 2));
    return 0;
  }
  const key = (text: string) => (/^[a-z_$][\w$]*$/i.test(text) ? text : `'${text}'`);
  const rows = Object.entries(all).map(([each, at]) => `  ${key(each)}: '${at}'`);
  session.terminal.line(`{\n${rows.join(',\n')}\n}`);
  return 0;
}

/** There is no git in the browser: nothing is committed or tagged, as with --no-git-tag-version. */
async function raise(session: Session, wish: string): Promise<number> {
  const { fs, prefix, config, terminal } = session;
  const before = requirePackageJson(fs, prefix);
  const current = before.manifest.version ?? '0.0.0';
  const next = nextVersion(current, wish, config.text('preid'));
  if (next === null) {
    throw npmError(
      'EUSAGE',
      '',
      `npm version [<newversion> | ${kinds.join(' | ')}]\n\nInvalid version: ${wish}`,
    );
  }
  if (next === current && !config.flag('allow-same-version')) throw npmError('', '', 'Version not changed');
  const script = async (event: string): Promise<number> => {
    const { manifest } = requirePackageJson(fs, prefix);
    const command = manifest.scripts?.[event];
    if (command === undefined || config.flag('ignore-scripts')) return 0;
    const env = { npm_old_version: current, npm_new_version: next };
    const { status } = await runScript(session, {
      event,
      command,
      path: prefix,
      manifest,
      stdio: 'inherit',
      env,
    });
    return shellCode(status);
  };
  const failed = await script('preversion');
  if (failed !== 0) return failed;
  const { content } = before;
  writePackageJson(fs, before, { ...content, version: next });
  for (const name of ['package-lock.json', 'npm-shrinkwrap.json'])
    writeLocked(session, `${prefix}/${name}`, next);
  terminal.line(`v${next}`);
  return (await script('version')) || script('postversion');
}

function nextVersion(current: string, wish: string, preid: string | undefined): string | null {
  const exact = valid(wish);
  if (exact !== null) return exact;
  return kinds.includes(wish as ReleaseType) ? inc(current, wish as ReleaseType, preid ?? '') : null;
}

function writeLocked({ fs }: Session, path: string, version: string): void {
  if (fs.tryStat(path)?.type !== 'file') return;
  const { value, layout } = parseJsonFile(new TextDecoder().decode(fs.readFile(path)), path);
  const packages = value['packages'] as Record<string, object> | undefined;
  const own = packages?.[''];
  const next = {
    ...value,
    version,
    ...(own === undefined ? {} : { packages: { ...packages, '': { ...own, version } } }),
  };
  fs.writeFile(path, printJson(next, layout));
}
