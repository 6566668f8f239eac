// The fields that npm init fills in, in its order (init-package-json's default-input.js): what the folder tells, what is
// asked, and what is taken where nobody is asked.
import { valid } from 'semver';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { readManifest } from '../package-json.ts';
import { basename } from '../../os/posix-path.ts';
import type { Session } from '../session.ts';
import { nameProblem } from './package-name.ts';

type Content = Record<string, unknown>;

export interface Question {
  readonly prompt: string;
  /** The answer of an empty line. */
  readonly preset: string;
  /** What is wrong with an answer; undefined: nothing. */
  readonly check?: (answer: string) => string | undefined;
}

const noTest = 'echo "Error: no test specified" && exit 1';
/** Runners that npm knows, and how each is run. */
const testCommands = { tap: 'tap test/*.js', expresso: 'expresso test', mocha: 'mocha' } as const;
const testPackages = new Set([
  'coco',
  'coffee-script',
  'expresso',
  'jasmine',
  'jest',
  'mocha',
  'streamline',
  'tap',
]);
const folders = {
  example: /^examples?$/,
  test: /^tests?$/,
  doc: /^docs?$/,
  man: /^man$/,
  lib: /^lib$/,
} as const;

/** `present` with what is missing; `ask` undefined: nobody is asked. */
export async function initFields(
  { config, cwd, fs }: Session,
  present: Readonly<Content>,
  ask: ((question: Question) => Promise<string>) | undefined,
): Promise<Content> {
  const content: Content = { ...present };
  if (valid(String(content['version'])) === null) delete content['version'];
  const text = async (question: Question): Promise<string> =>
    ask === undefined ? question.preset : ask(question);
  const entries = fs.readdir(cwd).map(({ name }) => name);
  const setting = (key: string): string => config.text(key) ?? config.text(key.replace('-', '.')) ?? '';

  const name = proposedName(
    typeof present['name'] === 'string' ? present['name'] : basename(cwd),
    config.text('scope'),
  );
  content['name'] = await text({ prompt: 'package name', preset: name, check: nameProblem });
  content['version'] = await text({
    prompt: 'version',
    preset: stringOr(content['version'], setting('init-version')),
    check: (answer) => (valid(answer) === null ? `Invalid version: "${answer}"` : undefined),
  });
  content['description'] ||= await text({ prompt: 'description', preset: '' });
  content['main'] ||= await text({ prompt: 'entry point', preset: mainFile(entries, basename(cwd)) });
  const bin = namesIn(fs, `${cwd}/bin`).find((each) => each.includes('.js'));
  if (bin !== undefined) content['bin'] ??= `bin/${bin}`;
  const directories = Object.entries(folders).flatMap(([kind, pattern]) =>
    entries.filter((entry) => pattern.test(entry)).map((entry) => [kind, entry] as const),
  );
  if (directories.length > 0) content['directories'] = Object.fromEntries(directories.sort(byEntry));
  addInstalled(content, fs, cwd, config.flag('save-exact') ? '' : setting('save-prefix'));
  if (content['scripts'] === undefined) {
    const installed = new Set(namesIn(fs, `${cwd}/node_modules`));
    const runner = Object.entries(testCommands).findLast(([each]) => installed.has(each))?.[1];
    const command = await text({ prompt: 'test command', preset: runner ?? '' });
    content['scripts'] = { test: command === '' ? noTest : command };
  }
  let links: Content = {};
  if (content['repository'] === undefined) {
    const url = await text({ prompt: 'git repository', preset: originOf(fs, cwd) });
    if (url !== '') ({ repository: content['repository'], ...links } = repositoryFields(url));
  }
  if (content['keywords'] === undefined) {
    const words = await text({ prompt: 'keywords', preset: '' });
    if (ask === undefined || words !== '')
      content['keywords'] = words.split(/[\s,]+/).filter((word) => word !== '');
  }
  content['author'] ??=
    setting('init-author-name') === '' ? await text({ prompt: 'author', preset: '' }) : authorOf(setting);
  content['license'] = await text({
    prompt: 'license',
    preset: stringOr(content['license'], setting('init-license')),
    check: licenseProblem,
  });
  content['type'] = await text({ prompt: 'type', preset: stringOr(content['type'], setting('init-type')) });
  if (config.isSet('init-private')) content['private'] ??= config.flag('init-private');
  // What follows from the address stands last, and replaces nothing.
  return {
    ...content,
    ...Object.fromEntries(Object.entries(links).filter(([key]) => content[key] === undefined)),
  };
}

/** As npm sorts what it asked for (@npmcli/package-json, packageSort). */
export function inNpmsOrder(content: Readonly<Content>): Content {
  const order = (
    'name version private description keywords homepage bugs repository funding license author maintainers contributors ' +
    'type imports exports main browser types bin man directories files workspaces scripts config dependencies ' +
    'devDependencies peerDependencies peerDependenciesMeta optionalDependencies bundledDependencies bundleDependencies ' +
    'engines os cpu publishConfig devEngines licenses overrides'
  ).split(' ');
  const known = order.filter((key) => content[key] !== undefined).map((key) => [key, content[key]] as const);
  return { ...Object.fromEntries(known), ...content };
}

function stringOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function proposedName(raw: string, scope: string | undefined): string {
  const name = raw
    .replace(/^node-|[.-]js$/g, '')
    .replace(/\s+/g, '-')
    .toLowerCase();
  if (scope === undefined) return name;
  return `${scope.startsWith('@') ? scope : `@${scope}`}/${name.replace(/^@[^/]+\//, '')}`;
}

function mainFile(entries: readonly string[], folder: string): string {
  const scripts = entries.filter((entry) => entry.includes('.js') && /\.js$/.test(entry));
  return (
    ['index.js', 'main.js', `${folder}.js`].find((each) => scripts.includes(each)) ?? scripts[0] ?? 'index.js'
  );
}

function namesIn(fs: FileSystem, folder: string): string[] {
  return fs.tryStat(folder)?.type === 'directory' ? fs.readdir(folder).map(({ name }) => name) : [];
}

function byEntry([, a]: readonly [string, string], [, b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

/** What lies in node_modules of a project that declares nothing, test runners for development. */
function addInstalled(content: Content, fs: FileSystem, cwd: string, prefix: string): void {
  const missing = { dependencies: false, devDependencies: true } as const;
  for (const [field, forTests] of Object.entries(missing)) {
    if (content[field] !== undefined) continue;
    const others = (content[forTests ? 'dependencies' : 'devDependencies'] ?? {}) as Content;
    const found = namesIn(fs, `${cwd}/node_modules`).flatMap((name) => {
      if (name.startsWith('.') || testPackages.has(name) !== forTests || others[name] !== undefined)
        return [];
      const version = readManifest(fs, `${cwd}/node_modules/${name}/package.json`)?.version;
      return version === undefined ? [] : [[name, prefix + version] as const];
    });
    if (found.length > 0) content[field] = Object.fromEntries(found);
  }
}

/** The remote `origin` of a checkout. */
function originOf(fs: FileSystem, cwd: string): string {
  const path = `${cwd}/.git/config`;
  if (fs.tryStat(path)?.type !== 'file') return '';
  const section = /\[remote "origin"\]\s*\n(?:(?!\[).*\n)*?\s*url = (\S+)/.exec(
    `${new TextDecoder().decode(fs.readFile(path))}\n`,
  );
  return (section?.[1] ?? '').replace(/^git@github\.com:/, 'https://github.com/');
}

/** `user/project` and addresses of GitHub get what follows from them; any other address stays as it is. */
function repositoryFields(url: string): Content {
  const hosted =
    /^(?:github:)?([\w.-]+)\/([\w.-]+)$/.exec(url) ??
    /^(?:git\+)?(?:https?:\/\/|ssh:\/\/git@|git:\/\/)github\.com\/([^/]+)\/([^/#]+?)(?:\.git)?\/?$/.exec(url);
  if (hosted === null) return { repository: { type: 'git', url } };
  const page = `https://github.com/${hosted[1] ?? ''}/${(hosted[2] ?? '').replace(/\.git$/, '')}`;
  return {
    repository: { type: 'git', url: `git+${page}.git` },
    bugs: { url: `${page}/issues` },
    homepage: `${page}#readme`,
  };
}

function authorOf(setting: (key: string) => string): string {
  const [email, url] = [setting('init-author-email'), setting('init-author-url')];
  return `${setting('init-author-name')}${email === '' ? '' : ` <${email}>`}${url === '' ? '' : ` (${url})`}`;
}

/** By its grammar alone: the list of licence names is not known here. */
function licenseProblem(answer: string): string | undefined {
  const isExpression = /^[\s(]*[\w.+-]+\)*(?:\s+(?:AND|OR|WITH)\s+[\s(]*[\w.+-]+[\s)]*)*$/.test(answer);
  if (isExpression || /^SEE LICEN[CS]E IN ./.test(answer)) return undefined;
  return 'Sorry, license should be a valid SPDX license expression';
}
