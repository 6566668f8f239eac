// What a package brings along in its own node_modules becomes part of the tree below it.
import type { Manifest } from '../manifest.ts';
import { PackageNode } from './node.ts';

/** `bundled`: manifests by their path in the package. True where something was new. */
export function addBundled(node: PackageNode, bundled: Readonly<Record<string, Manifest>>): boolean {
  const wanted = new Set(node.manifest.bundleDependencies ?? []);
  if (wanted.size === 0 || node.parent === undefined) return false;
  let added = false;
  for (const location of Object.keys(bundled).sort()) {
    const match = /^(?:(.*)\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(location);
    if (match?.[2] === undefined) continue;
    const parent = match[1] === undefined ? node : childAt(node, match[1]);
    if (parent === undefined || parent.children.has(match[2])) continue;
    const child = new PackageNode({
      name: match[2],
      manifest: bundled[location] ?? {},
      legacyPeerDeps: node.legacyPeerDeps,
    });
    child.bundled = true;
    child.attach(parent);
    added = true;
  }
  return added;
}

function childAt(node: PackageNode, location: string): PackageNode | undefined {
  let at: PackageNode | undefined = node;
  for (const name of location.split(/(?:^|\/)node_modules\//).filter((part) => part !== '')) {
    at = at?.children.get(name);
  }
  return at;
}
