// Lockfiles of npm 5 and 6: a tree of `dependencies` without the packages' own manifests.
import type { LockedPackage } from './lockfile.ts';

export interface LegacyDependency {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly bundled?: boolean;
  readonly dependencies?: Readonly<Record<string, LegacyDependency>>;
}

/** The same places as version 3 has them. */
export function flattenV1(
  dependencies: Readonly<Record<string, LegacyDependency>>,
  prefix = '',
): Record<string, LockedPackage> {
  const packages: Record<string, LockedPackage> = {};
  for (const [name, locked] of Object.entries(dependencies)) {
    const location = `${prefix}node_modules/${name}`;
    const { version = '', integrity } = locked;
    const alias = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(version);
    if (version.startsWith('file:')) {
      packages[location] = { resolved: version.slice(5), link: true };
      packages[version.slice(5)] = {};
    } else {
      const isUrl = /^https?:/.test(version);
      const resolved = isUrl ? version : locked.resolved;
      packages[location] = {
        ...(alias?.[1] === undefined ? {} : { name: alias[1] }),
        ...(isUrl ? {} : { version: alias?.[2] ?? version }),
        ...(resolved === undefined ? {} : { resolved }),
        ...(integrity === undefined ? {} : { integrity }),
        ...(locked.bundled === true ? { inBundle: true } : {}),
      };
    }
    Object.assign(packages, flattenV1(locked.dependencies ?? {}, `${location}/`));
  }
  return packages;
}
