// Whether a dependency, with the peers it brings, may be put at a place: arborist's CanPlaceDep. Reads the tree only.
// The aim is the highest place without a conflict; newer versions win the high places.
import { gte } from 'semver';
import type { Edge } from './edge.ts';
import { deepestNestingTarget, peerEntrySets } from './dependency-set.ts';
import type { PackageNode } from './node.ts';
import { canReplace } from './replacement.ts';

/** ok: nothing is there. keep: what is there will do. replace: put it there instead. */
export type Placement = 'ok' | 'keep' | 'replace' | 'conflict';

export interface PlacementRequest {
  /** In a virtual root, with its peers beside it. */
  readonly dependency: PackageNode;
  readonly target: PackageNode;
  readonly edge: Edge;
  readonly preferDedupe: boolean;
  readonly explicitRequest: boolean;
  /** The check of the package that this one is a peer of. */
  readonly parent?: PlacementCheck | undefined;
  readonly peerPath?: readonly PackageNode[];
}

export class PlacementCheck {
  readonly dependency: PackageNode;
  readonly target: PackageNode;
  readonly edge: Edge;
  readonly parent: PlacementCheck | undefined;
  readonly current: PackageNode | undefined;
  readonly children: PlacementCheck[] = [];
  readonly result: Placement;
  /** The result for the package alone: its peers may conflict where it does not. */
  readonly self: Placement;
  readonly #preferDedupe: boolean;
  readonly #explicitRequest: boolean;
  readonly #peerPath: readonly PackageNode[];
  readonly #edgeOverridden: boolean;
  #self: Placement | undefined;
  #peers: Placement | undefined;

  constructor(request: PlacementRequest) {
    this.dependency = request.dependency;
    this.target = request.target;
    this.edge = request.edge;
    this.parent = request.parent;
    this.current = this.target.children.get(this.edge.name);
    // Peers try harder to be the only ones of their kind.
    this.#preferDedupe = request.preferDedupe || this.edge.peer;
    this.#explicitRequest = request.explicitRequest;
    this.#peerPath = request.peerPath ?? [];
    this.#edgeOverridden = !this.edge.satisfiedBy(this.dependency);
    this.result = this.check();
    this.self = this.#self ?? this.result;
  }

  get conflictingPeers(): PlacementCheck[] {
    const all = new Set(this.children);
    for (const check of all) for (const child of check.children) all.add(child);
    return [...all].filter((check) => check.result === 'conflict');
  }

  private get name(): string {
    return this.edge.name;
  }

  private get top(): PlacementCheck {
    return this.parent?.top ?? this;
  }

  private get deepestTarget(): PackageNode {
    return deepestNestingTarget(this.parent?.deepestTarget ?? this.edge.from, this.name);
  }

  private check(): Placement {
    const { target, dependency, current, edge } = this;
    // A failed load ends the build, or is pruned; where it stands does not matter.
    if (dependency.error !== undefined) return current === undefined ? 'ok' : 'replace';
    const targetEdge = target.edgesOut.get(this.name);
    if (targetEdge?.peer === true && !target.isTop) return 'conflict';
    if (current !== undefined) return this.checkOver(current);
    if (targetEdge !== undefined && targetEdge !== edge && !targetEdge.satisfiedBy(dependency))
      return 'conflict';
    return this.checkEmpty();
  }

  private checkOver(current: PackageNode): Placement {
    const { dependency, edge, target } = this;
    if (dependency.matches(current) && (edge.satisfiedBy(current) || this.#edgeOverridden)) {
      return this.#explicitRequest ? 'replace' : 'keep';
    }
    const newer =
      current.version !== '' && dependency.version !== '' && gte(dependency.version, current.version);
    if (newer && canReplace(dependency, current)) {
      const placement = this.withPeers('replace');
      if (placement !== 'conflict') return placement;
    }
    if (edge.satisfiedBy(current) && (!this.#explicitRequest || this.#preferDedupe)) return 'keep';
    if (this.#preferDedupe && !newer && canReplace(dependency, current)) {
      const placement = this.withPeers('replace');
      if (placement !== 'conflict') return placement;
    }
    // This one can still go deeper: leave what is there alone.
    if (target !== this.deepestTarget) return 'conflict';
    if (!edge.peer && target === edge.from) return this.withPeers('replace');
    if (this.parent === undefined && !edge.peer) return 'conflict';
    return this.canMoveGroupsOf(current) ? this.withPeers('replace') : 'conflict';
  }

  /** Can every peer group that `current` belongs to be replaced whole, or be nested deeper? */
  private canMoveGroupsOf(current: PackageNode): boolean {
    const { dependency, target } = this;
    const newcomers = dependency.parent?.children ?? new Map<string, PackageNode>();
    let movable = true;
    for (const [entry, group] of peerEntrySets(current)) {
      if (entry === this.edge || entry === this.top.edge || entry.to === undefined) continue;
      const replacement = newcomers.get(entry.to.name);
      if (replacement !== undefined && canReplace(replacement, entry.to, newcomers.keys())) continue;
      if (replacement === undefined && newcomersSatisfy(entry.to, newcomers)) continue;
      for (const peer of group) {
        const deepest = deepestNestingTarget(entry.from, peer.name);
        if (deepest === target || target.isDescendantOf(deepest)) {
          movable = false;
          break;
        }
      }
    }
    return movable;
  }

  private checkEmpty(): Placement {
    const { target, dependency } = this;
    const shadowed = target === this.top.edge.from ? undefined : target.resolve(this.name);
    if (shadowed !== undefined) {
      for (const edge of shadowed.edgesIn) {
        if (edge.from.isDescendantOf(target) && edge.valid && !edge.satisfiedBy(dependency))
          return 'conflict';
      }
    }
    return this.withPeers('ok');
  }

  /** `state`, unless a peer of the package cannot go at or above the target. */
  private withPeers(state: Placement): Placement {
    this.#self = state;
    if (this.#peers !== undefined) return this.#peers;
    const peerPath = [...this.#peerPath, this.dependency];
    let conflict = false;
    for (const edge of this.dependency.edgesOut.values()) {
      if (!edge.peer || edge.to === undefined || peerPath.includes(edge.to)) continue;
      const check = new PlacementCheck({
        dependency: edge.to,
        target: deepestNestingTarget(this.target, edge.to.name),
        edge,
        parent: this,
        peerPath,
        preferDedupe: true,
        explicitRequest: false,
      });
      this.children.push(check);
      if (check.result === 'conflict') conflict = true;
    }
    this.#peers = conflict ? 'conflict' : state;
    return this.#peers;
  }
}

/** Walks the group from its entry: is whatever the new group brings acceptable to who would meet it? */
function newcomersSatisfy(entry: PackageNode, newcomers: ReadonlyMap<string, PackageNode>): boolean {
  const walk = new Set([entry]);
  for (const peer of walk) {
    for (const edge of peer.edgesOut.values()) {
      if (!edge.peer || !edge.valid) continue;
      const newcomer = newcomers.get(edge.name);
      if (newcomer === undefined) {
        if (edge.to !== undefined) walk.add(edge.to);
      } else if (!edge.satisfiedBy(newcomer)) {
        return false;
      }
    }
  }
  return true;
}
