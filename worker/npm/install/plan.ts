// The difference between what is in node_modules and what should be: which folders go, which come, and what npm's
// summary says about it. Pure.
import type { PackageNode } from '../tree/node.ts';
import type { ActualPackage } from './actual-tree.ts';

export interface InstallPlan {
  readonly added: readonly PackageNode[];
  readonly changed: readonly PackageNode[];
  readonly removed: readonly string[];
  /** Locations of folders to take away, none inside another. */
  readonly retire: readonly string[];
  /** What to put in place, parents first: the new, and what went with a folder that was taken away. */
  readonly place: readonly PackageNode[];
}

/** `wanted`: the nodes to be there, by location. `keep` false replaces everything, as `npm ci` does. */
export function planInstall(
  wanted: ReadonlyMap<string, PackageNode>,
  actual: ReadonlyMap<string, ActualPackage>,
): InstallPlan {
  const added: PackageNode[] = [];
  const changed: PackageNode[] = [];
  const stale = new Set<string>();
  for (const [location, node] of wanted) {
    const present = actual.get(location);
    if (present === undefined) added.push(node);
    else if (!isSame(node, present)) {
      changed.push(node);
      stale.add(location);
    }
  }
  const removed = [...actual.keys()].filter((location) => !wanted.has(location));
  for (const location of removed) stale.add(location);
  const retire = [...stale].filter((location) => !hasAncestor(location, stale)).sort();
  const retired = new Set(retire);
  const fresh = new Set([...added, ...changed]);
  const place = [...wanted]
    .filter(([location, node]) => fresh.has(node) || hasAncestor(location, retired))
    .filter(([, node]) => !node.bundled)
    .sort(([a], [b]) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))
    .map(([, node]) => node);
  // What lies in a removed folder is counted with it, what came with another package is not counted.
  return { added: unbundled(added), changed: unbundled(changed), removed, retire, place };
}

function unbundled(nodes: readonly PackageNode[]): PackageNode[] {
  return nodes.filter((node) => !node.bundled);
}

function isSame(node: PackageNode, present: ActualPackage): boolean {
  if (node.isLink || present.linkPath !== undefined) return node.linkPath === present.linkPath;
  if (node.version !== present.version) return false;
  return (
    node.integrity === undefined || present.integrity === undefined || node.integrity === present.integrity
  );
}

function hasAncestor(location: string, set: ReadonlySet<string>): boolean {
  for (
    let at = location.lastIndexOf('/node_modules/');
    at > 0;
    at = location.lastIndexOf('/node_modules/', at - 1)
  ) {
    if (set.has(location.slice(0, at))) return true;
  }
  return false;
}

function depthOf(location: string): number {
  return location.split('/node_modules/').length;
}
