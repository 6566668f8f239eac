// Whether one node could stand in for another: what placing and deduplicating turn on. Reads the tree only.
import { eq, gt } from 'semver';
import { gatherDependencySet } from './dependency-set.ts';
import type { PackageNode } from './node.ts';

/** Would everyone who depends on `old` be content with `node`? Peers in `ignorePeers` are replaced with it. */
export function canReplace(node: PackageNode, old: PackageNode, ignorePeers: Iterable<string> = []): boolean {
  if (old.name !== node.name || old.packageName !== node.packageName) return false;
  if (old.edgesOut.size > 0) {
    const sameRules =
      node.overrides === undefined ? old.overrides === undefined : node.overrides.equals(old.overrides);
    if (!sameRules) return false;
  }
  const ignored = new Set(ignorePeers);
  const own = gatherDependencySet([old], (edge) => edge.to !== old && edge.valid);
  for (const edge of old.edgesIn) {
    const isReplacedPeer = !old.isTop && edge.from.parent === old.parent && edge.peer;
    if (isReplacedPeer && ignored.has(edge.from.name)) continue;
    if (!own.has(edge.from) && !edge.satisfiedBy(node)) return false;
  }
  return true;
}

/** Could `node` go because those who need it would find as good a one further up? */
export function canDedupe(node: PackageNode, preferDedupe: boolean, explicitRequest: boolean): boolean {
  if (node.bundled) return false;
  const above = node.resolveParent?.resolveParent;
  if (above === undefined) return false;
  if (node.edgesIn.size === 0) return true;
  const other = above.resolve(node.name);
  if (other === undefined) return false;
  if (other.matches(node)) return true;
  if (!canReplace(other, node)) return false;
  if (preferDedupe || eq(other.version, node.version)) return true;
  if (!node.overridden && gt(other.version, node.version)) return true;
  return explicitRequest;
}
