// `npm ci` installs what the lockfile says or nothing: does it still fit package.json?
import { type ErrorLine, NpmError } from '../npm-error.ts';
import type { PackageNode } from '../tree/node.ts';

/** `locked`: what the lockfile has, by location. `root`: the tree that package.json needs. */
export function lockfileProblems(locked: ReadonlyMap<string, PackageNode>, root: PackageNode): string[] {
  const problems: string[] = [];
  for (const node of root.inventory()) {
    if (node === root) continue;
    const present = locked.get(node.location);
    if (present === undefined) {
      problems.push(`Missing: ${node.name}@${node.version} from lock file`);
    } else if (present.version !== node.version) {
      problems.push(
        `Invalid: lock file's ${present.name}@${present.version} does not satisfy ${node.name}@${node.version}`,
      );
    }
  }
  return problems;
}

/** npm's EUSAGE; without problems: there is no lockfile at all. */
export function lockfileUsage(problems: readonly string[]): NpmError {
  const reason =
    problems.length === 0
      ? [
          'The `npm ci` command can only install with an existing package-lock.json or',
          'npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or',
          'later to generate a package-lock.json file, then try again.',
        ]
      : [
          '`npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.',
          '',
          ...problems,
        ];
  const usage = [
    'Clean install a project',
    '',
    'Usage:',
    'npm ci',
    '',
    'aliases: clean-install, ic, install-clean, isntall-clean',
    '',
    'Run "npm help ci" for more info',
  ];
  return new NpmError(
    'EUSAGE',
    ['', ...reason, '', ...usage].map((text): ErrorLine => ({ prefix: '', text })),
  );
}
