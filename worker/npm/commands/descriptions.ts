// The commands that there are, with what npm says of each, and their other names.

export const commandDescriptions = {
  ci: 'Clean install a project',
  config: 'Manage the npm configuration files',
  exec: 'Run a command from a local or remote npm package',
  get: 'Get a value from the npm configuration',
  help: 'Get help on npm',
  init: 'Create a package.json file',
  install: 'Install a package',
  ls: 'List installed packages',
  outdated: 'Check for outdated packages',
  prefix: 'Display prefix',
  restart: 'Restart a package',
  root: 'Display npm root',
  run: 'Run arbitrary package scripts',
  start: 'Start a package',
  stop: 'Stop a package',
  test: 'Test a package',
  uninstall: 'Remove a package',
  version: 'Bump a package version',
  view: 'View registry info',
} as const;

export type CommandName = keyof typeof commandDescriptions;

/** Commands of npm that this one does not have yet: known, so that the message can say so. */
export const missingCommands = new Set(
  (
    'access adduser approve-scripts audit bugs cache completion dedupe deny-scripts deprecate diff dist-tag docs doctor ' +
    'edit explain explore find-dupes fund help-search install-ci-test install-scripts install-test link ll login logout ' +
    'org owner pack ping pkg profile prune publish query rebuild repo sbom search set shrinkwrap stage star stars team ' +
    'token trust undeprecate unpublish unstar update whoami'
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
  la: 'll',
  list: 'ls',
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
  const all = [...Object.keys(commandDescriptions), ...missingCommands];
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
