// A project of a zip that lies beside the build, on the same host: what `#zip=demos/shop.zip` asks for. Loaded when a link does.

import type { NewProject } from '../../worker/protocol/kernel-api.ts';
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
  if (url === null || url.origin !== window.location.origin)
    throw new Error(
      `A link can only name a zip of this host, which “${path}” is not. Download it and choose “New project…”, “From a zip…”.`,
    );
  const response = await window.fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} cannot be opened: HTTP ${response.status}.`);
  const files = treeOfZip(new Uint8Array(await response.arrayBuffer()), url.pathname);
  return { name: name ?? nameOfZip(path), template: null, files };
}
