// One dependency of one package: who asks (`from`), for what, and which node answers it at present (`to`).
// Owned by `from`; re-resolved whenever a node of its name comes or goes in reach.
import { satisfies } from 'semver';
import { NpmError } from '../npm-error.ts';
import { parseSpec, type Spec } from '../spec.ts';
import type { PackageNode } from './node.ts';
import { OverrideSet } from './override-set.ts';

export type EdgeType = 'prod' | 'dev' | 'optional' | 'peer' | 'peerOptional' | 'workspace';
export type EdgeProblem = 'MISSING' | 'PEER LOCAL' | 'INVALID';

export class Edge {
  to: PackageNode | undefined;
  overrides: OverrideSet | undefined;
  /** Set where a peer conflict was accepted: the edge is not looked at again. */
  peerConflicted = false;
  #attached = true;
  /** null: not yet known. */
  #problem: EdgeProblem | undefined | null = null;

  constructor(
    readonly from: PackageNode,
    readonly name: string,
    readonly type: EdgeType,
    /** As the package wrote it, before overrides. */
    readonly rawSpec: string,
    readonly accept: string | undefined,
  ) {
    from.edgesOut.get(name)?.detach();
    from.edgesOut.set(name, this);
    this.reload();
  }

  get peer(): boolean {
    return this.type === 'peer' || this.type === 'peerOptional';
  }

  get optional(): boolean {
    return this.type === 'optional' || this.type === 'peerOptional';
  }

  get dev(): boolean {
    return this.type === 'dev';
  }

  /** What is asked for, overrides applied. */
  get spec(): string {
    const rule = this.overrides;
    if (rule === undefined || rule.name !== this.name || rule.value === '*') return this.rawSpec;
    return rule.value.startsWith('$') ? this.referenced(rule.value.slice(1)) : rule.value;
  }

  /** The folder that a relative spec starts from. */
  get where(): string {
    const overridden = this.spec !== this.rawSpec;
    return overridden ? (this.from.sourceReference ?? this.from).root.path : this.from.specBase;
  }

  parse(): Spec {
    return parseSpec(this.name, this.spec, this.where);
  }

  get valid(): boolean {
    return this.problem === undefined;
  }

  get problem(): EdgeProblem | undefined {
    if (this.#problem === null) this.#problem = this.check();
    return this.#problem;
  }

  /** Finds `to` anew, and the override rule that holds. */
  reload(): void {
    if (!this.#attached) return;
    this.#problem = null;
    const before = this.overrides;
    this.overrides = this.from.overrides?.ruleFor(this);
    const to = this.from.resolve(this.name);
    if (to !== this.to) {
      this.to?.removeEdgeIn(this);
      this.to = to;
      to?.addEdgeIn(this);
    } else if (to !== undefined && this.overrides !== undefined && !this.overrides.equals(before)) {
      to.inheritOverrides(this.overrides);
    }
  }

  detach(): void {
    this.to?.removeEdgeIn(this);
    this.to = undefined;
    this.#attached = false;
    this.from.edgesOut.delete(this.name);
  }

  satisfiedBy(node: PackageNode): boolean {
    if (node.name !== this.name || !this.#attached) return false;
    // What a package bundles cannot be overridden.
    if (node.bundled) return this.accepts(node, this.rawSpec);
    if (this.overrides === undefined || this.overrides.keySpec === '') return this.accepts(node, this.spec);
    if (this.accepts(node, this.spec)) return true;
    return this.accepts(node, this.rawSpec) && !this.accepts(node, this.overrides.keySpec);
  }

  private check(): EdgeProblem | undefined {
    const { to, from } = this;
    if (to === undefined) return this.optional ? undefined : 'MISSING';
    if (this.peer && from === to.parent && !from.isTop) return 'PEER LOCAL';
    if (!this.satisfiedBy(to)) return 'INVALID';
    if (this.overrides !== undefined && to.overrides !== undefined && to.edgesOut.size > 0) {
      if (
        OverrideSet.merge(this.overrides, to.overrides) === undefined &&
        OverrideSet.conflict(this.overrides, to.overrides)
      ) {
        return 'INVALID';
      }
    }
    return undefined;
  }

  private accepts(node: PackageNode, spec: string): boolean {
    if (matches(node, parseSpec(this.name, spec, this.where))) return true;
    return this.accept !== undefined && matches(node, parseSpec(this.name, this.accept || '*', this.where));
  }

  /** `$name`: the version that the root itself asks for. */
  private referenced(name: string): string {
    const source = this.from.sourceReference ?? this.from;
    for (const manifest of [source.root.manifest, this.from.manifest]) {
      const found =
        manifest.devDependencies?.[name] ??
        manifest.optionalDependencies?.[name] ??
        manifest.dependencies?.[name] ??
        manifest.peerDependencies?.[name];
      if (found !== undefined) return found;
    }
    throw new NpmError(undefined, [{ prefix: '', text: `Unable to resolve reference $${name}` }]);
  }
}

function matches(node: PackageNode, spec: Spec): boolean {
  switch (spec.type) {
    case 'range':
      return spec.fetchSpec === '*' || satisfies(node.version, spec.fetchSpec, true);
    case 'version':
      return satisfies(node.version, spec.fetchSpec, true);
    case 'alias':
      return matches(node, spec.target);
    case 'tag':
      // A tag cannot be checked without the registry: that it came from one is all that npm asks.
      return node.resolved !== undefined && /^https?:/.test(node.resolved);
    case 'remote':
      return node.resolved === spec.url;
    case 'file':
      return !node.isLink && node.resolved === `file:${spec.path}`;
    case 'directory':
      return node.isLink && node.linkPath === spec.path;
    case 'git':
      return false;
  }
}
