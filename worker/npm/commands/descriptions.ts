// The commands that there are, with what npm says of each, and their other names.

export const commandDescriptions = {
  audit: 'Run a security audit',
  bin: 'Display npm bin folder',
  cache: 'Manipulates packages cache',
  ci: 'Clean install a project',
  config: 'Manage the npm configuration files',
  dedupe: 'Reduce duplication in the package tree',
  exec: 'Run a command from a local or remote npm package',
  get: 'Get a value from the npm configuration',
  help: 'Get help on npm',
  init: 'Create a package.json file',
  install: 'Install a package',
  'install-ci-test': 'Install a project with a clean slate and run tests',
  'install-test': 'Install package(s) and run tests',
  link: 'Symlink a package folder',
  ls: 'List installed packages',
  outdated: 'Check for outdated packages',
  pkg: 'Manages your package.json',
  prefix: 'Display prefix',
  prune: 'Remove extraneous packages',
  rebuild: 'Rebuild a package',
  restart: 'Restart a package',
  root: 'Display npm root',
  run: 'Run arbitrary package scripts',
  set: 'Set a value in the npm configuration',
  start: 'Start a package',
  stop: 'Stop a package',
  test: 'Test a package',
  uninstall: 'Remove a package',
  update: 'Update packages',
  version: 'Bump a package version',
  view: 'View registry info',
} as const;

export type CommandName = keyof typeof commandDescriptions;

/** Commands that npm's own command line is fetched for (real-npm.ts). None of them changes node_modules. */
export const realCommands = new Set(
  (
    'access adduser approve-scripts bugs completion deny-scripts deprecate diff dist-tag docs doctor edit explain explore ' +
    'find-dupes fund help-search install-scripts login logout org owner pack ping profile publish query repo sbom search ' +
    'shrinkwrap stage star stars team token trust undeprecate unpublish unstar whoami'
  ).split(' '),
);

const aliases: Readonly<Record<string, string>> = {
  add: 'install',
  author: 'owner',
  c: 'config',
  cit: 'install-ci-test',
  'clean-install': 'ci',
  create: 'init',
  ddp: 'dedupe',
  find: 'search',
  hlep: 'help',
  home: 'docs',
  i: 'install',
  ic: 'ci',
  in: 'install',
  info: 'view',
  innit: 'init',
  ins: 'install',
  inst: 'install',
  insta: 'install',
  instal: 'install',
  'install-clean': 'ci',
  isnt: 'install',
  isnta: 'install',
  isntal: 'install',
  isntall: 'install',
  'isntall-clean': 'ci',
  issues: 'bugs',
  it: 'install-test',
  la: 'ls',
  list: 'ls',
  ll: 'ls',
  ln: 'link',
  r: 'uninstall',
  rb: 'rebuild',
  remove: 'uninstall',
  rm: 'uninstall',
  rum: 'run',
  'run-script': 'run',
  s: 'search',
  se: 'search',
  show: 'view',
  sit: 'install-ci-test',
  t: 'test',
  tst: 'test',
  u: 'update',
  udpate: 'update',
  un: 'uninstall',
  unlink: 'uninstall',
  up: 'update',
  upgrade: 'update',
  urn: 'run',
  v: 'view',
  verison: 'version',
  why: 'explain',
  x: 'exec',
};

/** The command that a word means; undefined for none. A unique beginning will do, as in npm. */
export function findCommand(word: string): string | undefined {
  const name = word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const all = [...Object.keys(commandDescriptions), ...realCommands];
  if (all.includes(name)) return name;
  const alias = aliases[name];
  if (alias !== undefined) return alias;
  const meant = new Set(
    [...all, ...Object.keys(aliases)]
      .filter((each) => each.startsWith(name))
      .map((each) => aliases[each] ?? each),
  );
  return meant.size === 1 ? [...meant][0] : undefined;
}
