// Which version of a WebAssembly build serves where the native package's own was not published. Pure.
import { compareLoose, lte, major, minor, parse, satisfies } from 'semver';

/**
 * The newest one before `version` that everyone who asked for the native package (`ranges`) accepts, else the newest of
 * the same major version (of the same minor one before 1.0). undefined where there is none.
 */
export function nearestVersion(
  versions: readonly string[],
  version: string,
  ranges: readonly string[],
): string | undefined {
  if (versions.includes(version)) return version;
  const isPrerelease = (parse(version)?.prerelease.length ?? 0) > 0;
  const earlier = versions
    .filter((each) => parse(each) !== null && lte(each, version))
    .filter((each) => isPrerelease || parse(each)?.prerelease.length === 0)
    .sort((a, b) => compareLoose(b, a));
  const accepted = earlier.find((each) => ranges.every((range) => satisfies(each, range, { loose: true })));
  return accepted ?? earlier.find((each) => isSameLine(each, version));
}

function isSameLine(a: string, b: string): boolean {
  return major(a) === major(b) && (major(a) > 0 || minor(a) === minor(b));
}
