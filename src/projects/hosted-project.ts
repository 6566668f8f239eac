// A project of a zip that lies beside the build, on the same host: what `#zip=demos/shop.zip` asks for. Loaded when a link does.

import type { NewProject } from '../../worker/protocol/kernel-api.ts';
import { previewPrefix } from '../../worker/protocol/preview-link.ts';
import { registryPath } from '../../worker/protocol/registry-host.ts';
import { messageOf } from '../workbench/toast-store.ts';
import { nameOfZip, treeOfZip } from './incoming-tree.ts';

interface ZipLink {
  /** Absolute, or relative to the page. */
  readonly path: string;
  /** Null: the file's name without its ending. */
  readonly name: string | null;
}

/** Rejects where the host has no such file, where it is no zip, and for other hosts: a link must not run just anyone's code. */
export async function hostedProject({ path, name }: ZipLink, window: Window): Promise<NewProject> {
  const url = URL.parse(path, window.document.baseURI);
  if (url === null || !isOfHost(url, window.location))
    throw new Error(
      `A link can only name a zip of this host, which “${path}” is not. Download it and choose “New project…”, “From a zip…”.`,
    );
  const bytes = await read(url, window);
  return { name: name ?? nameOfZip(path), template: null, files: treeOfZip(bytes, url.pathname) };
}

/** What the registry's proxy and previews answer under this origin is of others. */
function isOfHost({ origin, pathname }: URL, location: Location): boolean {
  return (
    origin === location.origin &&
    !pathname.startsWith(`${registryPath}/`) &&
    !pathname.startsWith(previewPrefix)
  );
}

async function read(url: URL, window: Window): Promise<Uint8Array> {
  try {
    // A redirect to another host fails.
    const response = await window.fetch(url, { mode: 'same-origin' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new Error(`${url.pathname} cannot be fetched: ${messageOf(error)}.`, { cause: error });
  }
}
