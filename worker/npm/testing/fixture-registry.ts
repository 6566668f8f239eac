// For tests: a registry in memory, with real tarballs of tiny packages and faults on demand. No network.
import { sha512 } from '@noble/hashes/sha2.js';
import { gzipSync } from 'fflate';
import { concatBytes } from '../../os/concat-bytes.ts';
import type { Fetch } from '../registry/http.ts';

export interface FixturePackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { optional: boolean }>>;
  readonly bundleDependencies?: readonly string[];
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly deprecated?: string;
  readonly license?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** `name@version` → its package. */
export type FixturePackages = Readonly<Record<string, FixturePackage>>;

export interface FixtureRegistry {
  readonly url: string;
  readonly fetch: Fetch;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
  /** Answers instead of the registry where it returns something; may throw as fetch does. */
  intercept: (path: string) => Response | undefined | Promise<Response | undefined>;
  integrity(id: string): string;
}

export function createFixtureRegistry(
  packages: FixturePackages,
  tags: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): FixtureRegistry {
  const url = 'http://registry.test/registry/';
  const tarballs = new Map<string, Uint8Array<ArrayBuffer>>();
  const packuments = new Map<string, { versions: Record<string, object>; latest: string }>();
  const integrities = new Map<string, string>();
  const documents = new Map<string, object>();
  for (const [id, { files, ...fields }] of Object.entries(packages)) {
    const at = id.lastIndexOf('@');
    const [name, version] = [id.slice(0, at), id.slice(at + 1)];
    const { deprecated, ...manifest } = { name, version, license: 'MIT', ...fields };
    const all = { 'index.js': `module.exports = '${id}';\n`, ...files };
    const bytes = gzipSync(
      createTar([
        ['package/package.json', JSON.stringify(manifest)],
        ...Object.entries(all).map(([path, text]): [string, string] => [`package/${path}`, text]),
      ]),
      // The same bytes, and so the same integrity, whenever they are made.
      { mtime: 0 },
    );
    const path = `${name}/-/${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
    tarballs.set(path, new Uint8Array(bytes));
    const integrity = `sha512-${btoa(String.fromCharCode(...sha512(bytes)))}`;
    integrities.set(id, integrity);
    const dist = { tarball: `https://upstream.test/${path}`, integrity };
    documents.set(`${name}/${version}`, { ...manifest, dist });
    const known = packuments.get(name) ?? { versions: {}, latest: version };
    const { license: _license, scripts, ...abbreviated } = manifest as FixturePackage & { name: string };
    known.versions[version] = {
      ...abbreviated,
      ...(deprecated === undefined ? {} : { deprecated }),
      ...((scripts?.['install'] ?? scripts?.['postinstall'] ?? scripts?.['preinstall'])
        ? { hasInstallScript: true }
        : {}),
      dist,
    };
    packuments.set(name, { ...known, latest: version });
  }
  const registry: FixtureRegistry = {
    url,
    requests: [],
    intercept: () => undefined,
    integrity: (id) => integrities.get(id) ?? '',
    fetch: async (address, init) => {
      init.signal?.throwIfAborted();
      if (!address.startsWith(url)) throw new TypeError(`the test allows no request to ${address}`);
      const path = address.slice(url.length);
      registry.requests.push(path);
      const answer = await registry.intercept(path);
      if (answer !== undefined) return answer;
      const tarball = tarballs.get(path);
      if (tarball !== undefined) return new Response(tarball);
      const document = documents.get(path.replace('%2f', '/'));
      if (document !== undefined) return new Response(JSON.stringify(document));
      const packument = packuments.get(path.replace('%2f', '/'));
      if (packument !== undefined) {
        const name = path.replace('%2f', '/');
        const etag = `"${name}"`;
        const headers = new Headers(init.headers);
        if (headers.get('if-none-match') === etag)
          return new Response(null, { status: 304, headers: { etag } });
        const { versions, latest } = packument;
        const body = { name, 'dist-tags': { latest, ...tags[name] }, versions };
        return new Response(JSON.stringify(body), { headers: { etag } });
      }
      return new Response(JSON.stringify({ error: 'Not found' }), { status: 404, statusText: 'Not Found' });
    },
  };
  return registry;
}

/** A ustar archive of plain files. */
export function createTar(files: readonly (readonly [string, string])[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const blocks: Uint8Array[] = [];
  for (const [path, text] of files) {
    const body = encoder.encode(text);
    blocks.push(tarHeader(path, body.length), body, new Uint8Array((512 - (body.length % 512)) % 512));
  }
  blocks.push(new Uint8Array(1024));
  return concatBytes(blocks);
}

export function tarHeader(path: string, size: number, type = '0', mode = 0o644): Uint8Array {
  const header = new Uint8Array(512);
  const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  put(path.slice(0, 100), 0);
  put(octal(mode, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(size, 12), 124);
  put(octal(0, 12), 136);
  put('        ', 148);
  put(type, 156);
  put('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
