// Puts a dependency, and the peers that come with it, into the tree: arborist's PlaceDep. Replaces what is in the way,
// prunes what becomes superfluous by it, and says what has to be looked at again.
import { compareNames } from './collate.ts';
import { deepestNestingTarget, gatherDependencySet, peerEntrySets } from './dependency-set.ts';
import { type Placement, PlacementCheck } from './can-place.ts';
import type { Edge } from './edge.ts';
import { explainPeerConflict, type PeerConflict, PeerConflictError } from './explain.ts';
import { PackageNode } from './node.ts';
import { canDedupe } from './replacement.ts';

export interface PlaceOptions {
  readonly force: boolean;
  readonly strictPeerDeps: boolean;
  readonly preferDedupe: boolean;
  /** Gives the node that a link placed in `root`'s tree leads to. */
  readonly linkTarget: (link: PackageNode, root: PackageNode) => void;
  readonly onPeerConflict: (conflict: PeerConflict) => void;
}

export class PlacedDependency {
  placed: PackageNode | undefined;
  /** How `placed` came to its place. */
  placement: Placement | undefined;
  readonly children: PlacedDependency[] = [];
  readonly needEvaluation = new Set<PackageNode>();
  #check: PlacementCheck | undefined;
  #selfCheck: PlacementCheck | undefined;
  readonly #current: PackageNode | undefined;

  constructor(
    readonly dependency: PackageNode,
    readonly edge: Edge,
    readonly explicitRequest: boolean,
    readonly options: PlaceOptions,
    readonly parent?: PlacedDependency,
  ) {
    this.#current = edge.to;
    if (edge.to !== undefined && edge.valid && !explicitRequest) return;
    this.findTarget();
    if (this.#check === undefined) {
      if (!options.force && (this.isMine() || options.strictPeerDeps)) {
        throw new PeerConflictError('could not resolve', this.explain(this.top.edge, this.top.dependency));
      }
      if (this.#selfCheck === undefined) {
        this.acceptConflict();
        return;
      }
      this.#check = this.#selfCheck;
    }
    this.place(this.#check);
  }

  private get top(): PlacedDependency {
    return this.parent?.top ?? this;
  }

  private get startNode(): PackageNode {
    return deepestNestingTarget(this.parent?.startNode ?? this.edge.from, this.edge.name);
  }

  /** Walks up from the deepest place until the first conflict; the last place before it wins. */
  private findTarget(): void {
    for (const target of this.startNode.ancestry()) {
      const targetEdge = target.edgesOut.get(this.edge.name);
      if (!target.isTop && targetEdge?.peer === true) continue;
      const check = new PlacementCheck({
        dependency: this.dependency,
        edge: this.edge,
        target,
        parent: this.parent === undefined ? undefined : this.parent.#check,
        preferDedupe: this.options.preferDedupe,
        explicitRequest: this.explicitRequest,
      });
      if (check.self !== 'conflict') this.#selfCheck = check;
      if (check.result === 'conflict') break;
      this.#check = check;
      if (this.dependency.error !== undefined) break;
    }
  }

  private place(check: PlacementCheck): void {
    const { target } = check;
    const placement = check.result === 'conflict' ? check.self : check.result;
    if (placement === 'keep') {
      if (this.edge.peer && !this.edge.valid) this.acceptConflict();
      this.pruneDedupable(target);
      return;
    }
    this.placement = check.self;
    // a@1 → b@1 → a@2 → b@2 → a@1 …: an endless nesting becomes a link to the earlier one.
    for (const node of target.ancestry()) {
      if (node.isTop || !node.matches(this.dependency)) continue;
      this.placed = this.copy({ linkPath: node.path });
      this.placed.attach(target);
      this.placed.target = node;
      node.linksIn.add(this.placed);
      return;
    }
    const placed = this.copy({});
    this.placed = placed;
    const old = target.children.get(this.edge.name);
    if (old === undefined) placed.attach(target);
    else this.replaceOld(old, placed);
    if (placed.isLink) this.options.linkTarget(placed, placed.root);
    if (this.edge.peer && !this.edge.satisfiedBy(placed)) this.acceptConflict();
    this.pruneDuplicates(placed, target);
    this.placePeers(placed);
  }

  private copy(extra: { linkPath?: string }): PackageNode {
    const { dependency } = this;
    const linkPath = extra.linkPath ?? dependency.linkPath;
    return new PackageNode({
      name: dependency.name,
      manifest: dependency.manifest,
      resolved: dependency.resolved,
      integrity: dependency.integrity,
      error: dependency.error,
      overrides: dependency.overrides,
      legacyPeerDeps: dependency.legacyPeerDeps,
      ...(linkPath === undefined ? {} : { linkPath }),
    });
  }

  private pruneDuplicates(placed: PackageNode, target: PackageNode): void {
    if (this.edge.valid && this.edge.to !== undefined && this.edge.to !== placed) {
      this.pruneDedupable(this.edge.to, false);
    }
    const root = target.root;
    for (const node of root.named(this.edge.name)) {
      if (node.isTop || !node.isDescendantOf(target)) continue;
      this.pruneDedupable(node, false);
      if (node.root !== root) continue;
      for (const child of [...node.children.values()]) this.pruneDedupable(child, false);
    }
  }

  private placePeers(placed: PackageNode): void {
    const group = this.dependency.parent?.children;
    for (const edge of [...placed.edgesOut.values()]) {
      if (edge.valid || !edge.peer || edge.peerConflicted) continue;
      const peer = group?.get(edge.name);
      // Not in the group: an optional peer. Not satisfying: what is there is accepted.
      if (peer === undefined || !edge.satisfiedBy(peer)) continue;
      this.children.push(new PlacedDependency(peer, edge, this.explicitRequest, this.options, this));
    }
  }

  private replaceOld(old: PackageNode, placed: PackageNode): void {
    const target = old.parent;
    const orphans: PackageNode[] = [];
    for (const [name, edge] of old.edgesOut) {
      const { to } = edge;
      if (placed.edgesOut.has(name) || to === undefined) continue;
      orphans.push(...gatherDependencySet([to], (each) => each.to !== to));
    }
    const displaced: PackageNode[] = [];
    for (const edge of old.edgesIn) {
      if (!edge.peer || edge.peerConflicted || edge.from.parent !== target || edge.satisfiedBy(placed))
        continue;
      for (const entry of peerEntrySets(edge.from).keys()) {
        const entryNode = entry.to;
        if (entryNode === undefined) continue;
        // npm asks for the deepest place of nothing in particular here, which is the entry itself unless it is a root.
        const deepest = deepestNestingTarget(entryNode, '');
        if (deepest !== target && !entry.from.isOwn) {
          displaced.push(
            ...gatherDependencySet([entryNode], (each) => each.to !== entryNode && !each.peerConflicted),
          );
        } else {
          this.acceptConflict(edge, this.dependency);
        }
      }
    }
    placed.replace(old);
    this.pruneOrphans(placed, orphans);
    for (const node of displaced) {
      for (const edge of node.edgesIn) this.needEvaluation.add(edge.from);
      node.detach();
    }
  }

  private pruneOrphans(placed: PackageNode, orphans: readonly PackageNode[]): void {
    const invalid = new Set<PackageNode>();
    for (const edge of placed.edgesOut.values()) {
      if (edge.to !== undefined && !edge.valid) invalid.add(edge.to);
    }
    for (const orphan of orphans) {
      for (const node of gatherDependencySet([orphan], (edge) => edge.to !== orphan && edge.valid)) {
        invalid.add(node);
      }
    }
    const unneeded = gatherDependencySet(
      invalid,
      (edge) => edge.from !== placed && edge.to !== placed && edge.valid,
    );
    for (const node of unneeded) node.detach();
  }

  private pruneDedupable(node: PackageNode, descend = true): void {
    if (canDedupe(node, this.options.preferDedupe, this.explicitRequest)) {
      for (const each of gatherDependencySet([node], (edge) => edge.to !== node && edge.valid)) each.detach();
      return;
    }
    if (!descend) return;
    for (const child of byPath(node.children.values())) this.pruneDedupable(child);
    for (const folder of byPath(node.folderChildren)) {
      for (const child of byPath(folder.children.values())) this.pruneDedupable(child);
    }
  }

  /** True where the conflict is the project's own: then it is an error, and not only a warning. */
  private isMine(): boolean {
    const { edge } = this.top;
    if (edge.from.isOwn) return true;
    if (!edge.peer) return false;
    let hasPeers = false;
    for (const edgeIn of edge.from.edgesIn) {
      if (edgeIn.peer) hasPeers = true;
      else if (edgeIn.from.isOwn) return true;
    }
    return hasPeers && [...peerEntrySets(edge.from).keys()].some((entry) => entry.from.isOwn);
  }

  private acceptConflict(edge = this.edge, dependency = this.dependency): void {
    edge.peerConflicted = true;
    this.options.onPeerConflict(this.explain(edge, dependency));
  }

  private explain(edge: Edge, dependency: PackageNode): PeerConflict {
    return explainPeerConflict(edge, dependency, {
      current: this.#current,
      isChild: this.parent !== undefined,
      check: this.#selfCheck,
      ownDependency: this.dependency,
      ownEdge: this.edge,
      strictPeerDeps: this.options.strictPeerDeps,
    });
  }
}

function byPath(nodes: Iterable<PackageNode>): PackageNode[] {
  return [...nodes].sort((a, b) => compareNames(a.path, b.path));
}
