// The command in a line of pnpm's, as pnpm 10 itself finds it (parseCliArgs, with nopt): the first word that is neither an
// option nor the value of one. Before it knows the command it takes all options of `add` and `install` for known.

/** Options that take the next word where they have no `=`. Those it does not know take none. */
const withValue: ReadonlySet<string> = new Set(
  (
    'allow-build cache-dir changed-files-ignore-pattern child-concurrency cpu dir fetch-retries fetch-retry-factor ' +
    'fetch-retry-maxtimeout fetch-retry-mintimeout fetch-timeout filter filter-prod global-bin-dir global-dir global-pnpmfile ' +
    'hoist-pattern https-proxy libc lockfile-dir lockfile-directory loglevel ' +
    'merge-git-branch-lockfiles-branch-pattern modules-dir network-concurrency node-linker noproxy npm-path only os ' +
    'package-import-method pnpmfile prefix proxy public-hoist-pattern registry reporter save-catalog-name save-prefix ' +
    'store-dir test-pattern trust-policy trust-policy-exclude trust-policy-ignore-after virtual-store-dir workspace-packages'
  )
    .split(' ')
    .map((name) => `--${name}`)
    .concat('-C', '-F'),
);

/** Names of "do it in all packages of the workspace", before the command. */
const recursive: ReadonlySet<string> = new Set(['recursive', 'multi', 'm']);

/** '' where there is none. */
export function pnpmCommand(words: readonly string[]): string {
  const at = afterOptions(words, 0);
  const first = words[at] ?? '';
  return recursive.has(first) ? (words[afterOptions(words, at + 1)] ?? '') : first;
}

function afterOptions(words: readonly string[], from: number): number {
  let at = from;
  for (let word = words[at]; word?.startsWith('-') === true; word = words[at]) {
    if (word === '--') return at + 1;
    at += withValue.has(word) ? 2 : 1;
  }
  return at;
}
