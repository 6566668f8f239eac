// Completes a tree until every dependency in it is met: arborist's buildIdealTree, with the same order of work, because
// the order decides where packages end up. Lives for one command.
import { npmError } from '../npm-error.ts';
import { addBundled } from './bundled.ts';
import { compareNames } from './collate.ts';
import { calculateFlags } from './dependency-flags.ts';
import { optionalSet } from './dependency-set.ts';
import type { Edge } from './edge.ts';
import type { PeerConflict } from './explain.ts';
import type { ManifestSource } from './manifest-source.ts';
import type { PackageNode } from './node.ts';
import { linkTarget, PeerSets } from './peer-sets.ts';
import { PlacedDependency, type PlaceOptions } from './place.ts';

export interface IdealTreeOptions {
  readonly force: boolean;
  readonly legacyPeerDeps: boolean;
  readonly strictPeerDeps: boolean;
  /** The lockfile may change: an optional peer of the wrong version is then resolved anew. */
  readonly save: boolean;
  /** The tree came from a lockfile: what nobody needs any more is pruned. */
  readonly fromLockfile: boolean;
  /** Only the lockfile is wanted: what packages bundle is looked up at once, since nothing will be unpacked later. */
  readonly complete: boolean;
  /** Names that the user asked for: re-resolved even where something valid is there. */
  readonly requested: ReadonlySet<string>;
  /** What is in the tree already is preferred to a newer version, as npm dedupe wants it. */
  readonly preferDedupe: boolean;
  /** Something was added or removed on request. */
  readonly mutating: boolean;
  readonly onPeerConflict: (conflict: PeerConflict) => void;
  /** Called before each package that is resolved, with how many were and how many are known of. */
  readonly onProgress: (done: number, known: number, name: string) => void;
  readonly signal: AbortSignal;
}

export class IdealTree {
  readonly #queue: PackageNode[] = [];
  #sorted = true;
  readonly #seen = new Set<PackageNode>();
  readonly #failures = new Set<PackageNode>();
  readonly #links = new Set<PackageNode>();
  readonly #explicit = new Set<Edge>();
  readonly #peerSets: PeerSets;
  readonly #placeOptions: PlaceOptions;

  constructor(
    private readonly root: PackageNode,
    private readonly manifests: ManifestSource,
    private readonly options: IdealTreeOptions,
  ) {
    this.#peerSets = new PeerSets(root, manifests, options, (node) => this.#failures.add(node));
    this.#placeOptions = {
      force: options.force,
      strictPeerDeps: options.strictPeerDeps,
      preferDedupe: options.preferDedupe,
      linkTarget,
      onPeerConflict: options.onPeerConflict,
    };
  }

  async build(): Promise<void> {
    this.assertRootOverrides();
    for (const name of this.options.requested) {
      const edge = this.root.edgesOut.get(name);
      if (edge !== undefined) this.#explicit.add(edge);
    }
    this.queueIncomplete();
    this.push(this.root);
    await this.drain();
    calculateFlags(this.root);
    if (this.options.fromLockfile) this.pruneExtraneous();
    this.pruneFailures();
  }

  /** A direct dependency may not be overridden but by itself. */
  private assertRootOverrides(): void {
    if (this.root.overrides === undefined) return;
    for (const edge of this.root.edgesOut.values()) {
      if (edge.spec !== edge.rawSpec && !edge.spec.startsWith('$')) {
        throw npmError(
          'EOVERRIDE',
          '',
          `Override for ${edge.name}@${edge.rawSpec} conflicts with direct dependency`,
        );
      }
    }
  }

  /** Along dependencies, from the root: linked folders have their turn when the rest is complete. */
  private queueIncomplete(): void {
    const reached = new Set([this.root]);
    for (const node of reached) {
      for (const { to } of node.edgesOut.values()) if (to !== undefined) reached.add(to);
      const isIncomplete = [...node.edgesOut.values()].some((edge) => {
        const skip = edge.type === 'peerOptional' && !this.options.save && !this.options.mutating;
        return !skip && (edge.to === undefined || !edge.valid);
      });
      if (isIncomplete) this.push(node);
    }
  }

  private push(node: PackageNode): void {
    if (this.#queue.includes(node)) return;
    this.#queue.push(node);
    this.#sorted = false;
  }

  /** Shallow places first, since they decide about the deeper ones; then by path. */
  private next(): PackageNode | undefined {
    if (!this.#sorted) {
      this.#queue.sort((a, b) => a.depth - b.depth || compareNames(a.path, b.path));
      this.#sorted = true;
    }
    return this.#queue.shift();
  }

  private async drain(): Promise<void> {
    do {
      for (let node = this.next(); node !== undefined; node = this.next()) {
        this.options.signal.throwIfAborted();
        if (this.#seen.has(node) || node.root !== this.root) continue;
        this.#seen.add(node);
        this.options.onProgress(this.#seen.size, this.#seen.size + this.#queue.length, node.name);
        await this.complete(node);
      }
      this.queueLinkTargets();
    } while (this.#queue.length > 0);
  }

  private async complete(node: PackageNode): Promise<void> {
    const bundles = (node.manifest.bundleDependencies ?? []).length > 0;
    if (this.options.complete && bundles && node !== this.root && node.resolved !== undefined && !node.inert)
      addBundled(node, await this.manifests.bundled(node));
    this.manifests.prefetch(missingOnly(node, this.problemEdges(node)));
    const tasks: { edge: Edge; dependency: PackageNode }[] = [];
    for (const edge of this.problemEdges(node)) {
      if (edge.peerConflicted) continue;
      tasks.push({ edge, dependency: await this.loadFor(node, edge) });
    }
    tasks.sort((a, b) => compareNames(a.edge.name, b.edge.name));
    for (const { edge, dependency } of tasks) {
      const placed = new PlacedDependency(dependency, edge, this.#explicit.has(edge), this.#placeOptions);
      this.afterPlacing(placed);
    }
    for (const { to } of node.edgesOut.values()) {
      if (to?.isLink === true && to.target !== undefined) this.#links.add(to);
    }
  }

  private async loadFor(node: PackageNode, edge: Edge): Promise<PackageNode> {
    const source = edge.peer ? (this.#peerSets.sources.get(node) ?? node) : node;
    const virtualRoot = this.#peerSets.virtualRoot(source, true);
    const known = virtualRoot.edgesOut.get(edge.name);
    if (known?.valid === true && known.to !== undefined && edge.satisfiedBy(known.to)) return known.to;
    if (edge.type === 'peerOptional' && !this.#explicit.has(edge)) {
      const placed = findBelow(edge.from.resolveParent ?? edge.from, edge);
      if (placed !== undefined) return placed;
    }
    const parent = edge.peer ? virtualRoot : undefined;
    return this.#peerSets.load(edge, parent, undefined, new Set([edge.from]));
  }

  /** Queues whatever the placement left incomplete. */
  private afterPlacing(step: PlacedDependency): void {
    const { placed, placement } = step;
    if (placed !== undefined) {
      if (placed.error !== undefined) this.#failures.add(placed);
      for (const edge of placed.edgesIn) {
        if (edge === step.edge || edge.valid || edge.peerConflicted) continue;
        const again = placement === 'replace' || this.options.save || this.options.mutating;
        if (again) this.#seen.delete(edge.from);
        if (!this.#seen.has(edge.from)) this.push(edge.from);
      }
      this.push(placed);
      for (const node of step.needEvaluation) {
        this.#seen.delete(node);
        this.push(node);
      }
      this.manifests.prefetch(missingOnly(placed, this.problemEdges(placed)));
    }
    for (const child of step.children) this.afterPlacing(child);
  }

  private problemEdges(node: PackageNode): Edge[] {
    const bundled = new Set(node.isOwn ? [] : (node.manifest.bundleDependencies ?? []));
    return [...node.edgesOut.values()].filter((edge) => {
      const { to } = edge;
      if (bundled.has(edge.name)) return false;
      if (to === undefined) return edge.type !== 'peerOptional' || this.#explicit.has(edge);
      if (this.#failures.has(to)) return false;
      if (!edge.valid) return edge.type !== 'peerOptional' || this.options.save || this.options.mutating;
      return this.#explicit.has(edge);
    });
  }

  /** Dependencies of linked folders in the project are installed too, as far up as they go. */
  private queueLinkTargets(): void {
    for (const link of this.#links) {
      this.#links.delete(link);
      const { target } = link;
      if (target === undefined || link.root !== this.root || this.#seen.has(target)) continue;
      if (target.resolveParent === undefined) continue;
      if (link.overrides !== undefined) target.inheritOverrides(link.overrides);
      this.push(target);
    }
  }

  private pruneExtraneous(): void {
    for (const node of this.root.inventory()) {
      if (node.extraneous && node.root === this.root) node.detach();
    }
  }

  /** A failed load is fatal, but for an optional package: that one is recorded and left out. */
  private pruneFailures(): void {
    for (const node of this.#failures) {
      if (node.root !== this.root) continue;
      if (!node.optional) throw node.error;
      for (const each of optionalSet(node)) each.inert = true;
    }
  }
}

/** The manifest of `node` with only those dependencies that the edges are for. */
function missingOnly(node: PackageNode, edges: readonly Edge[]) {
  return {
    ...(node.manifest.name === undefined ? {} : { name: node.manifest.name }),
    dependencies: Object.fromEntries(edges.map((edge) => [edge.name, edge.spec])),
  };
}

/** Breadth first, so that what lies nearest to the root is found first. */
function findBelow(start: PackageNode, edge: Edge): PackageNode | undefined {
  const queue = [...start.children.values()];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (node.name === edge.name && !node.bundled && edge.satisfiedBy(node)) return node;
    queue.push(...node.children.values());
  }
  return undefined;
}
