// Marks why each package is in the tree (dev, optional, peer, extraneous), as lockfiles record it.
import type { PackageNode } from './node.ts';

/** Walks from the root and takes every mark away that some path to the package disproves. */
export function calculateFlags(root: PackageNode): void {
  for (const node of root.inventory()) node.setFlags(true);
  root.setFlags(false);
  const seen = new Set<PackageNode>();
  const queue = [root];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    seen.add(node);
    if (!node.extraneous) {
      for (let up = node.resolveParent; up?.extraneous === true; up = up.resolveParent) up.extraneous = false;
    }
    if (node.isLink) {
      const { target } = node;
      if (target !== undefined && (inheritFlags(target, node) || !seen.has(target))) queue.push(target);
      continue;
    }
    for (const { to, peer, optional, dev } of node.edgesOut.values()) {
      if (to === undefined) continue;
      let changed = false;
      const unset = (flag: 'extraneous' | 'dev' | 'optional' | 'devOptional' | 'peer') => {
        to[flag] = false;
        changed = true;
      };
      if (to.extraneous && !node.extraneous && !(peer && optional)) unset('extraneous');
      if (to.dev && !node.dev && !dev) unset('dev');
      if (to.optional && !node.optional && !optional) unset('optional');
      // Needed by dev ones and by optional ones: to be left out only where both are.
      if (to.devOptional && !node.devOptional && !node.dev && !node.optional && !dev && !optional) {
        unset('devOptional');
      }
      if (to.peer && !node.peer && !peer) unset('peer');
      if (changed) queue.push(to);
    }
  }
  seen.delete(root);
  for (const node of seen) if (node.dev || node.optional) node.devOptional = false;
}

function inheritFlags(target: PackageNode, link: PackageNode): boolean {
  let changed = false;
  for (const flag of ['dev', 'optional', 'devOptional', 'peer', 'extraneous'] as const) {
    if (target[flag] && !link[flag]) {
      target[flag] = false;
      changed = true;
    }
  }
  return changed;
}
