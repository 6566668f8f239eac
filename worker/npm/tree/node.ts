// A package at a place in node_modules, the project itself, or a linked folder: arborist's Node and Link. Nodes find
// each other as Node's resolver does, by walking up; moving one re-resolves every edge that could notice.
// A *virtual root* is a copy of a node without its children, in which a set of peers is tried out before it is placed.
import type { Manifest } from '../manifest.ts';
import { dirname, isInside, relativePath } from '../../os/posix-path.ts';
import type { Edge } from './edge.ts';
import { loadEdges } from './load-edges.ts';
import { OverrideSet } from './override-set.ts';

export interface NodeOptions {
  readonly name: string;
  readonly manifest: Manifest;
  /** Absolute path; for the root, a virtual root and the target of a link. */
  readonly path?: string;
  readonly resolved?: string | undefined;
  readonly integrity?: string | undefined;
  /** Why the package could not be loaded. */
  readonly error?: unknown;
  /** Where a link leads, absolute. */
  readonly linkPath?: string;
  readonly sourceReference?: PackageNode;
  readonly overrides?: OverrideSet | undefined;
  readonly loadOverrides?: boolean;
  /** devDependencies count: for the root and for link targets. */
  readonly loadDev?: boolean;
  /** Of the root: its workspaces' folders by name. */
  readonly workspaces?: ReadonlyMap<string, string>;
  readonly legacyPeerDeps: boolean;
}

/** Why a package is in the tree; all true until calculateFlags has walked it. */
export interface DependencyFlags {
  extraneous: boolean;
  dev: boolean;
  optional: boolean;
  devOptional: boolean;
  peer: boolean;
}

export class PackageNode implements DependencyFlags {
  readonly name: string;
  readonly resolved: string | undefined;
  /** Filled in after unpacking where only that could tell. */
  integrity: string | undefined;
  readonly error: unknown;
  readonly linkPath: string | undefined;
  readonly sourceReference: PackageNode | undefined;
  readonly loadDev: boolean;
  readonly workspaces: ReadonlyMap<string, string>;
  readonly legacyPeerDeps: boolean;
  readonly children = new Map<string, PackageNode>();
  /** Targets of links that lie in this node's folder but not in its node_modules. */
  readonly folderChildren = new Set<PackageNode>();
  readonly edgesOut = new Map<string, Edge>();
  readonly edgesIn = new Set<Edge>();
  readonly linksIn = new Set<PackageNode>();
  parent: PackageNode | undefined;
  folderParent: PackageNode | undefined;
  /** The root of a tree that this target of a link outside the project belongs to. */
  foreignRoot: PackageNode | undefined;
  target: PackageNode | undefined;
  overrides: OverrideSet | undefined;
  /** True where the package is recorded but not unpacked: an optional one that cannot be installed here. */
  inert = false;
  /** Unpacked with the package that bundles it. */
  bundled = false;
  extraneous = true;
  dev = true;
  optional = true;
  devOptional = true;
  peer = true;
  #manifest: Manifest;
  readonly #ownPath: string | undefined;
  /** At the root of a tree: its nodes by name, in the order they came. */
  readonly #index = new Map<string, Set<PackageNode>>();

  constructor(options: NodeOptions) {
    this.name = options.name;
    this.#manifest = options.manifest;
    this.#ownPath = options.path;
    this.resolved = options.resolved;
    this.integrity = options.integrity;
    this.error = options.error;
    this.linkPath = options.linkPath;
    this.sourceReference = options.sourceReference;
    this.loadDev = options.loadDev ?? false;
    this.workspaces = options.workspaces ?? new Map();
    this.legacyPeerDeps = options.legacyPeerDeps;
    this.overrides = options.overrides;
    const { overrides } = options.manifest;
    if (options.loadOverrides === true && typeof overrides === 'object' && overrides !== null) {
      if (Object.keys(overrides).length > 0) this.overrides = new OverrideSet(overrides);
    }
    loadEdges(this);
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  /** Replaces the description and with it every edge out. */
  set manifest(manifest: Manifest) {
    this.#manifest = manifest;
    for (const edge of [...this.edgesOut.values()]) edge.detach();
    loadEdges(this);
    for (const edge of [...this.edgesIn]) edge.reload();
  }

  get isLink(): boolean {
    return this.linkPath !== undefined;
  }

  get version(): string {
    return (this.target ?? this).manifest.version ?? '';
  }

  get packageName(): string | undefined {
    return (this.target ?? this).manifest.name;
  }

  get resolveParent(): PackageNode | undefined {
    return this.parent ?? this.folderParent;
  }

  get root(): PackageNode {
    const up = this.resolveParent;
    return up === undefined ? (this.foreignRoot ?? this) : up.root;
  }

  get isTop(): boolean {
    return this.parent === undefined;
  }

  get isProjectRoot(): boolean {
    return this.root === this;
  }

  /** The link to a workspace of the project, or that workspace's folder. */
  get isWorkspace(): boolean {
    if (this.isProjectRoot) return false;
    const edge = this.root.edgesOut.get(this.packageName ?? '');
    return edge?.type === 'workspace' && (edge.to === this || edge.to?.target === this);
  }

  /** The user's own: a conflict of its peers is an error, and not only a warning. */
  get isOwn(): boolean {
    return this.isProjectRoot || this.isWorkspace;
  }

  get depth(): number {
    return this.parent === undefined ? 0 : this.parent.depth + 1;
  }

  get path(): string {
    if (this.parent !== undefined) return `${this.parent.path}/node_modules/${this.name}`;
    return this.#ownPath ?? this.linkPath ?? `/${this.name}`;
  }

  /** Path relative to the root, as lockfiles key it; empty for the root. */
  get location(): string {
    return relativePath(this.root.path, this.path);
  }

  /** Where relative specs of this package start: beside its tarball, or in its real folder. */
  get specBase(): string {
    if (this.resolved?.startsWith('file:') === true && !this.isLink) return dirname(this.resolved.slice(5));
    return this.sourceReference?.specBase ?? this.linkPath ?? this.path;
  }

  *ancestry(): Generator<PackageNode> {
    yield this;
    for (let up = this.resolveParent; up !== undefined; up = up.resolveParent) yield up;
  }

  isDescendantOf(other: PackageNode): boolean {
    for (const node of this.ancestry()) if (node === other) return true;
    return false;
  }

  resolve(name: string): PackageNode | undefined {
    for (const node of this.ancestry()) {
      const found = node.children.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** This node and everything in its folders, targets of links that are theirs included. */
  *subtree(): Generator<PackageNode> {
    yield this;
    for (const child of this.children.values()) yield* child.subtree();
    for (const child of this.folderChildren) yield* child.subtree();
  }

  /** All nodes of this root. */
  *inventory(): Generator<PackageNode> {
    for (const nodes of [...this.#index.values()]) yield* [...nodes];
  }

  named(name: string): PackageNode[] {
    return [...(this.#index.get(name) ?? [])];
  }

  /** Puts the node (and what is in it) into `parent`'s node_modules; whatever had its name there goes. */
  attach(parent: PackageNode): void {
    if (this.parent === parent) return;
    this.detach();
    const current = parent.children.get(this.name);
    if (current !== undefined) current.detach();
    this.parent = parent;
    parent.children.set(this.name, this);
    this.join(parent.root);
    parent.reloadNamed(this.name);
  }

  /** Puts many nodes into this root's tree at once, by location; edges are resolved when all are in their places. */
  adopt(nodes: ReadonlyMap<string, PackageNode>): void {
    const byPath = new Map<string, PackageNode>();
    for (const [location, node] of nodes) if (!node.isLink) byPath.set(location, node);
    for (const [location, node] of nodes) {
      if (node === this) continue;
      const match = /^(?:(.*)\/)?node_modules\/(?:@[^/]+\/)?[^/]+$/.exec(location);
      const parent = match === null ? undefined : byPath.get(match[1] ?? '');
      if (parent !== undefined) {
        node.parent = parent;
        parent.children.set(node.name, node);
      } else if (location.startsWith('../')) {
        node.foreignRoot = this;
      } else {
        let at = location;
        do at = at.includes('/') ? dirname(at) : '';
        while (at !== '' && !byPath.has(at));
        node.folderParent = byPath.get(at) ?? this;
        node.folderParent.folderChildren.add(node);
      }
    }
    for (const [, node] of nodes) {
      const { linkPath } = node;
      if (linkPath === undefined) continue;
      const target = linkPath === this.path ? this : byPath.get(relativePath(this.path, linkPath));
      if (target === undefined) continue;
      node.target = target;
      target.linksIn.add(node);
    }
    for (const [, node] of nodes) if (node !== this) this.enlist(node);
    for (const [, node] of nodes) for (const edge of node.edgesOut.values()) edge.reload();
  }

  /** Adds to the description what only the package itself told, without touching its edges. */
  describe(extra: Manifest): void {
    this.#manifest = { ...extra, ...this.#manifest };
  }

  /** Makes a link target part of `root`'s tree: of the nearest package whose folder it lies in. */
  attachTarget(root: PackageNode): void {
    let holder: PackageNode | undefined;
    for (const node of [root, ...root.inventory()]) {
      const isNearer = holder === undefined || node.path.length > holder.path.length;
      if (!node.isLink && isNearer && isInside(node.path, this.path)) holder = node;
    }
    this.folderParent = holder;
    if (holder === undefined) this.foreignRoot = root;
    else {
      for (const child of holder.folderChildren) {
        if (!isInside(this.path, child.path)) continue;
        holder.folderChildren.delete(child);
        child.folderParent = this;
        this.folderChildren.add(child);
      }
      holder.folderChildren.add(this);
    }
    this.join(root);
  }

  /** Takes the node and its subtree out of the tree. */
  detach(): void {
    if (this.resolveParent === undefined && this.foreignRoot === undefined) return;
    const root = this.root;
    this.parent?.children.delete(this.name);
    this.folderParent?.folderChildren.delete(this);
    this.parent = this.folderParent = this.foreignRoot = undefined;
    const gone = new Set(this.subtree());
    for (const node of gone) {
      root.#index.get(node.name)?.delete(node);
      node.target?.linksIn.delete(node);
    }
    for (const node of gone) {
      for (const edge of [...node.edgesIn]) if (!gone.has(edge.from)) edge.reload();
      for (const edge of node.edgesOut.values())
        if (edge.to === undefined || !gone.has(edge.to)) edge.reload();
    }
    for (const node of gone) {
      const { target } = node;
      if (target !== undefined && target.linksIn.size === 0 && !gone.has(target)) target.detach();
    }
  }

  /** Takes the place of `old`, and its node_modules with it. */
  replace(old: PackageNode): void {
    const { parent } = old;
    if (parent === undefined) throw new Error('the root cannot be replaced');
    const children = this.isLink ? [] : [...old.children.values()];
    for (const child of children) {
      old.children.delete(child.name);
      child.parent = this;
      this.children.set(child.name, child);
    }
    const root = parent.root;
    for (const child of children) {
      for (const node of child.subtree()) root.#index.get(node.name)?.delete(node);
    }
    this.attach(parent);
    for (const child of children) this.reloadNamed(child.name);
  }

  addEdgeIn(edge: Edge): void {
    this.edgesIn.add(edge);
    if (edge.overrides !== undefined) this.inheritOverrides(edge.overrides);
  }

  removeEdgeIn(edge: Edge): void {
    this.edgesIn.delete(edge);
    if (edge.overrides === undefined || this.overrides?.equals(edge.overrides) !== true) return;
    let merged: OverrideSet | undefined;
    for (const { overrides } of this.edgesIn) {
      merged =
        merged === undefined || overrides === undefined ? overrides : OverrideSet.merge(overrides, merged);
    }
    if (merged === undefined || this.overrides.equals(merged)) return;
    this.overrides = merged;
    this.reloadOverrides();
  }

  inheritOverrides(set: OverrideSet): void {
    if (this.root === this && this.sourceReference === undefined) return;
    const next = this.overrides === undefined ? set : OverrideSet.merge(this.overrides, set);
    if (next === undefined || next.equals(this.overrides)) return;
    this.overrides = next;
    this.reloadOverrides();
  }

  /** True where an override rule, and not the dependents' own wish, chose this version. */
  get overridden(): boolean {
    const rule = this.overrides;
    if (rule === undefined || rule.value === '' || rule.name !== this.name) return false;
    return [...this.edgesIn].some(
      ({ overrides, from }) =>
        overrides?.name === this.name &&
        overrides.value === this.version &&
        !overrides.equals(from.overrides),
    );
  }

  /** The same package, whatever its place. */
  matches(other: PackageNode): boolean {
    if (other === this) return true;
    if (other.name !== this.name) return false;
    if (this.isLink || other.isLink) return this.linkPath === other.linkPath;
    if (this.integrity !== undefined && other.integrity !== undefined)
      return this.integrity === other.integrity;
    if (this.resolved !== undefined && other.resolved !== undefined) return this.resolved === other.resolved;
    return (
      this.packageName !== undefined &&
      this.packageName === other.packageName &&
      this.version !== '' &&
      this.version === other.version
    );
  }

  setFlags(value: boolean): void {
    this.extraneous = this.dev = this.optional = this.devOptional = this.peer = value;
  }

  private join(root: PackageNode): void {
    const family = [...this.subtree()];
    for (const node of family) root.enlist(node);
    for (const node of family) for (const edge of node.edgesOut.values()) edge.reload();
  }

  private enlist(node: PackageNode): void {
    let nodes = this.#index.get(node.name);
    if (nodes === undefined) this.#index.set(node.name, (nodes = new Set()));
    nodes.add(node);
  }

  private reloadNamed(name: string): void {
    const edge = this.edgesOut.get(name);
    if (edge !== undefined && (edge.to !== this.resolve(name) || edge.to?.parent === this)) edge.reload();
    for (const child of this.children.values()) child.reloadNamed(name);
    for (const child of this.folderChildren) child.reloadNamed(name);
  }

  private reloadOverrides(): void {
    for (const edge of [...this.edgesOut.values()]) edge.reload();
  }
}
