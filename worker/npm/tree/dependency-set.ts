// Sets of nodes that belong together: what only one package needs, and what came in as one group of peers.
import type { Edge } from './edge.ts';
import type { PackageNode } from './node.ts';

/** `start` and everything below it (along edges that pass `follow`) that nobody outside needs. */
export function gatherDependencySet(
  start: Iterable<PackageNode>,
  follow: (edge: Edge) => boolean,
): Set<PackageNode> {
  const set = new Set(start);
  for (const node of set) {
    for (const edge of node.edgesOut.values()) {
      if (edge.to !== undefined && follow(edge)) set.add(edge.to);
    }
  }
  for (let changed = true; changed && set.size > 0;) {
    changed = false;
    for (const node of set) {
      for (const edge of node.edgesIn) {
        if (set.has(edge.from) || !follow(edge)) continue;
        set.delete(node);
        changed = true;
        break;
      }
    }
  }
  return set;
}

/** Each edge by which a peer group with `node` in it was entered, with the members it brought. */
export function peerEntrySets(node: PackageNode): Map<Edge, Set<PackageNode>> {
  const union = new Set([node]);
  for (const member of union) {
    for (const edge of member.edgesOut.values()) {
      if (edge.peer && edge.to !== undefined && edge.valid) union.add(edge.to);
    }
    for (const edge of member.edgesIn) if (edge.peer && edge.valid) union.add(edge.from);
  }
  const sets = new Map<Edge, Set<PackageNode>>();
  for (const member of union) {
    for (const edge of member.edgesIn) {
      if (!edge.valid || (edge.peer && !edge.from.isTop)) continue;
      const group = new Set([member]);
      for (const each of group) {
        for (const out of each.edgesOut.values()) {
          if (out.peer && out.to !== undefined && out.valid) group.add(out.to);
        }
      }
      if (group.has(node)) sets.set(edge, group);
    }
  }
  return sets;
}

/** The deepest place, from `start` upwards, where a dependency `name` of `start` may go: above who has it as a peer. */
export function deepestNestingTarget(start: PackageNode, name: string): PackageNode {
  let last = start;
  for (const target of start.ancestry()) {
    last = target;
    if (target.isProjectRoot || target.resolveParent === undefined) return target;
    const edge = target.edgesOut.get(name);
    if (edge === undefined || !edge.peer) return target;
  }
  return last;
}

/** The optional branch that falls with `node`: up to the optional edges into it, and what only that needs. */
export function optionalSet(node: PackageNode): Set<PackageNode> {
  const set = new Set([node]);
  for (const member of set) {
    for (const edge of member.edgesIn) if (!edge.optional) set.add(edge.from);
  }
  return gatherDependencySet(set, (edge) => !(edge.to !== undefined && set.has(edge.to)) && !edge.from.inert);
}
