// Loads a package for an edge together with its peers, in a virtual root: a copy of the dependent in which the group
// can find its peers before anything is placed. Arborist's nodeFromEdge and loadPeerSet.
import { compareNames } from './collate.ts';
import type { Edge } from './edge.ts';
import { explainEdge, explainNode, PeerConflictError } from './explain.ts';
import type { ManifestSource } from './manifest-source.ts';
import { PackageNode } from './node.ts';
import { canReplace } from './replacement.ts';

export interface PeerSetOptions {
  readonly force: boolean;
  readonly strictPeerDeps: boolean;
  readonly legacyPeerDeps: boolean;
}

export class PeerSets {
  /** Why each loaded node came in: the node whose virtual root it was loaded into. */
  readonly sources = new WeakMap<PackageNode, PackageNode>();
  readonly #virtualRoots = new Map<PackageNode, PackageNode>();

  constructor(
    private readonly root: PackageNode,
    private readonly manifests: ManifestSource,
    private readonly options: PeerSetOptions,
    private readonly onFailure: (node: PackageNode) => void,
  ) {}

  virtualRoot(node: PackageNode, reuse: boolean): PackageNode {
    const known = this.#virtualRoots.get(node);
    if (reuse && known !== undefined) return known;
    const virtual = new PackageNode({
      name: node.name,
      manifest: node.manifest,
      path: node.path,
      sourceReference: node,
      overrides: node.overrides,
      loadDev: node.loadDev,
      legacyPeerDeps: this.options.legacyPeerDeps,
    });
    this.#virtualRoots.set(node, virtual);
    return virtual;
  }

  /** The best node for `edge`, in `parent` (or a new virtual root), with its peer set beside it. */
  async load(
    edge: Edge,
    parent: PackageNode | undefined,
    secondEdge: Edge | undefined,
    required: Set<PackageNode>,
  ): Promise<PackageNode> {
    const home = parent ?? this.virtualRoot(edge.from, false);
    const first = await this.fromSpec(edge, home);
    // Where the first choice breaks the other edge, a version for that one may please both.
    const second =
      secondEdge !== undefined && !secondEdge.valid ? await this.fromSpec(secondEdge, home) : undefined;
    const node = second !== undefined && edge.valid ? second : first;
    node.attach(home);
    if (
      (required.has(edge.from) && edge.type !== 'peerOptional') ||
      (secondEdge !== undefined && required.has(secondEdge.from) && secondEdge.type !== 'peerOptional')
    ) {
      required.add(node);
    }
    if (home.sourceReference !== undefined) this.sources.set(node, home.sourceReference);
    return this.loadPeers(node, required);
  }

  private async fromSpec(edge: Edge, home: PackageNode): Promise<PackageNode> {
    const base = { name: edge.name, legacyPeerDeps: this.options.legacyPeerDeps };
    let node: PackageNode;
    try {
      const spec = edge.parse();
      const workspace = this.root.workspaces.has(spec.name)
        ? this.root.edgesOut.get(spec.name)?.to
        : undefined;
      if (spec.type === 'directory') {
        node = new PackageNode({ ...base, manifest: this.manifests.folder(spec.path), linkPath: spec.path });
      } else if (workspace?.linkPath !== undefined && workspace.isWorkspace && edge.satisfiedBy(workspace)) {
        const { manifest } = workspace.target ?? workspace;
        node = new PackageNode({ ...base, manifest, linkPath: workspace.linkPath });
      } else {
        const { manifest, resolved, integrity } = await this.manifests.resolve(spec);
        node = new PackageNode({ ...base, manifest, resolved, integrity });
      }
    } catch (error) {
      node = new PackageNode({ ...base, manifest: {}, error });
      this.onFailure(node);
    }
    node.attach(home);
    return node;
  }

  private async loadPeers(node: PackageNode, required: Set<PackageNode>): Promise<PackageNode> {
    const edges = [...node.edgesOut.values()]
      .filter((edge) => edge.peer && !(edge.valid && edge.to !== undefined))
      .sort((a, b) => compareNames(a.name, b.name));
    for (const edge of edges) {
      const { parent } = node;
      // A compatible version may have taken the node's place while its peers were loaded.
      if (parent === undefined) break;
      if (edge.valid && edge.to !== undefined) continue;
      const parentEdge = parent.edgesOut.get(edge.name);
      const isMine = parent.sourceReference?.isOwn === true;
      const conflictAllowed = this.options.force || (!isMine && !this.options.strictPeerDeps);

      const current = edge.to;
      if (current === undefined) {
        if (parentEdge === undefined) {
          await this.load(edge, parent, undefined, required);
          continue;
        }
        const found = await this.load(parentEdge, parent, edge, required);
        if (edge.valid) continue;
        if (conflictAllowed || !required.has(found)) {
          edge.peerConflicted = true;
          continue;
        }
        if (node.parent === undefined) break;
        throw this.conflict(edge, parentEdge);
      }
      const wanted = await this.load(edge, undefined, undefined, required);
      if (canReplace(wanted, current)) {
        await this.load(edge, node.parent, undefined, required);
        continue;
      }
      if (conflictAllowed || !required.has(edge.from)) continue;
      throw this.conflict(edge, parentEdge);
    }
    return node;
  }

  private conflict(edge: Edge, currentEdge: Edge | undefined): PeerConflictError {
    const current = edge.from.resolve(edge.name);
    return new PeerConflictError('unable to resolve dependency tree', {
      edge: explainEdge(edge),
      dependency: undefined,
      current: current && explainNode(current),
      currentEdge: currentEdge && explainEdge(currentEdge),
      peerConflict: undefined,
      strictPeerDeps: this.options.strictPeerDeps,
    });
  }
}

/** Gives a link in `root`'s tree the node that it leads to, made where no link led there before. */
export function linkTarget(link: PackageNode, root: PackageNode): PackageNode {
  const path = link.linkPath ?? '';
  if (path === root.path) return connect(link, root);
  for (const other of root.inventory()) {
    if (other.isLink && other.linkPath === path && other.target !== undefined)
      return connect(link, other.target);
    if (!other.isLink && other.path === path) return connect(link, other);
  }
  const target = new PackageNode({
    name: link.manifest.name ?? path.slice(path.lastIndexOf('/') + 1),
    manifest: link.manifest,
    path,
    loadDev: true,
    legacyPeerDeps: link.legacyPeerDeps,
  });
  target.attachTarget(root);
  return connect(link, target);
}

function connect(link: PackageNode, target: PackageNode): PackageNode {
  link.target = target;
  target.linksIn.add(link);
  return target;
}
