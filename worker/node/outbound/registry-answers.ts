// Packages that a program in the machine (pnpm, yarn, npm's own command line) hears of from the IDE's registry: their
// tarballs lie there too. The addresses in the registry's answers are its own, which a page can rarely fetch from.

import { registryHost } from '../../protocol/registry-host.ts';

/** The answer of a registry, with the tarballs' addresses on the host that it was asked under. */
export function withOwnTarballs(json: string): string {
  return json.replace(
    /("tarball"\s*:\s*")https?:\/\/[^"]*?\/((?:@[^/"]+(?:\/|%2f))?[^/"]+\/-\/[^"]+")/gi,
    `$1http://${registryHost}/$2`,
  );
}

export function mayNameTarballs(response: Response): boolean {
  return response.ok && (response.headers.get('content-type') ?? '').includes('json');
}
