// Which registry a package comes from and with what credentials: `registry`, `@scope:registry` and `//host/:_authToken`
// of .npmrc. Holds no host of its own: the default is the IDE's own proxy, given at start.
import { registryHost } from '../../protocol/registry-host.ts';

export interface RegistryConfig {
  /** Ends with a slash. */
  readonly base: (packageName: string) => string;
  /** Headers for a request to `url`; credentials go only to the host they were set for. */
  readonly headers: (url: string) => Readonly<Record<string, string>>;
  /** False across origins, where a conditional request would need the registry's leave first (CORS preflight). */
  readonly mayRevalidate: (url: string) => boolean;
  /**
   * Where a lockfile's tarball is fetched from: its registry's path on the registry that is configured now, since a
   * page can rarely reach another (npm's own replace-registry-host does so for the public registry).
   */
  readonly tarballUrl: (packageName: string, resolved: string) => string;
}

export function registryConfig(
  get: (key: string) => string | undefined,
  defaultRegistry: string,
  keys: readonly string[],
): RegistryConfig {
  const base = (name: string): string => {
    const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
    const scoped = scope === undefined ? undefined : get(`${scope}:registry`);
    const chosen = withSlash(scoped ?? get('registry') ?? defaultRegistry);
    // A program that was told of the proxy by its name here may run npm.
    return chosen === `http://${registryHost}/` ? defaultRegistry : chosen;
  };
  const replaceHost = get('replace-registry-host') ?? 'always';
  const credentials = keys.filter((key) => /^\/\/.*:(?:_authToken|_auth)$/.test(key));
  return {
    base,
    headers(url) {
      const place = url.replace(/^https?:/, '');
      const key = credentials.find((each) => place.startsWith(each.slice(0, each.lastIndexOf(':'))));
      if (key === undefined) return {};
      const scheme = key.endsWith(':_authToken') ? 'Bearer' : 'Basic';
      return { authorization: `${scheme} ${get(key) ?? ''}` };
    },
    mayRevalidate: (url) => url.startsWith(defaultRegistry),
    tarballUrl(name, resolved) {
      if (replaceHost === 'never' && !resolved.startsWith('/')) return resolved;
      const at = resolved.indexOf(`/${name}/-/`);
      const encoded = at === -1 ? resolved.indexOf(`/${name.replace('/', '%2f')}/-/`) : at;
      return encoded === -1 ? resolved : `${base(name)}${resolved.slice(encoded + 1)}`;
    },
  };
}

/** Where a registry keeps a version's files, without the registry; for `tarballUrl`. */
export function tarballPath(name: string, version: string): string {
  return `/${name}/-/${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
