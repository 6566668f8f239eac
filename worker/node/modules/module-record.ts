// Module records as ECMA-262 has them (16.2.1 Module Semantics): linking, resolution of exports, evaluation with top-level
// await and cycles. Independent of Node: module_wrap.ts puts V8's interface on top.

export type ModuleStatus =
  'unlinked' | 'linking' | 'linked' | 'evaluating' | 'evaluating-async' | 'evaluated';

export type Binding = () => unknown;

interface Evaluation {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/** Thrown by linking; module_wrap.ts words it. */
export class MissingExport extends Error {
  readonly importer: ModuleRecord;
  readonly request: number;
  readonly exportName: string;
  readonly ambiguous: boolean;
  constructor(importer: ModuleRecord, request: number, name: string, ambiguous: boolean) {
    super(name);
    this.importer = importer;
    this.request = request;
    this.exportName = name;
    this.ambiguous = ambiguous;
  }
}

let asyncEvaluationOrder = 0;

export abstract class ModuleRecord {
  status: ModuleStatus = 'unlinked';
  /** One module per request, in the order of the requests. */
  requested: readonly ModuleRecord[] = [];
  /** Set where evaluation failed. */
  failure: { readonly error: unknown } | undefined;
  hasTopLevelAwait = false;

  #dfsIndex = 0;
  #dfsAncestorIndex = 0;
  #cycleRoot: ModuleRecord | undefined;
  #asyncOrder: number | undefined;
  #pendingAsyncDependencies = 0;
  #asyncParents: ModuleRecord[] = [];
  #evaluation: Evaluation | undefined;

  abstract exportNames(seen?: Set<ModuleRecord>): Set<string>;
  /** The getter of an export; `null` where there is none, `'ambiguous'` where two stars disagree. */
  abstract resolveExport(name: string, seen?: ResolveSet): Binding | null | 'ambiguous';
  /** Creates the bindings: throws MissingExport. */
  protected abstract initialize(): void;
  /** Runs the body; returns a promise where it has top-level await. */
  protected abstract execute(): Promise<void> | void;

  /** Link(): all or nothing. */
  link(): void {
    const stack: ModuleRecord[] = [];
    try {
      this.#innerLink(stack, 0);
    } catch (error) {
      for (const module of stack) module.status = 'unlinked';
      throw error;
    }
  }

  #innerLink(stack: ModuleRecord[], start: number): number {
    if (this.status !== 'unlinked') return start;
    this.status = 'linking';
    this.#dfsIndex = this.#dfsAncestorIndex = start;
    let index = start + 1;
    stack.push(this);
    for (const required of this.requested) {
      index = required.#innerLink(stack, index);
      if (required.status === 'linking') {
        this.#dfsAncestorIndex = Math.min(this.#dfsAncestorIndex, required.#dfsAncestorIndex);
      }
    }
    this.initialize();
    if (this.#dfsAncestorIndex === this.#dfsIndex) {
      for (let module = stack.pop(); module !== undefined; module = stack.pop()) {
        module.status = 'linked';
        if (module === this) break;
      }
    }
    return index;
  }

  /** Whether this module or one that it needs has top-level await. */
  isAsyncGraph(seen = new Set<ModuleRecord>()): boolean {
    if (seen.has(this)) return false;
    seen.add(this);
    return this.hasTopLevelAwait || this.requested.some((module) => module.isAsyncGraph(seen));
  }

  /** Evaluate(): the same promise for every module of a cycle. */
  evaluate(): Promise<void> {
    const module =
      this.status === 'evaluating-async' || this.status === 'evaluated' ? (this.#cycleRoot ?? this) : this;
    if (module.#evaluation !== undefined) return module.#evaluation.promise;
    const evaluation = createEvaluation();
    module.#evaluation = evaluation;
    try {
      module.#evaluateGraph();
      if (module.#asyncOrder === undefined || module.status === 'evaluated') {
        if (module.failure === undefined) evaluation.resolve();
        else evaluation.reject(module.failure.error);
      }
    } catch (error) {
      evaluation.reject(error);
    }
    return evaluation.promise;
  }

  /** As Evaluate() of a graph without top-level await; throws what the body throws. */
  evaluateSync(): void {
    if (this.failure !== undefined) throw this.failure.error;
    if (this.status !== 'linked') return;
    this.#evaluateGraph();
  }

  #evaluateGraph(): void {
    const stack: ModuleRecord[] = [];
    try {
      this.#innerEvaluate(stack, 0);
    } catch (error) {
      for (const module of stack) {
        module.status = 'evaluated';
        module.failure = { error };
      }
      this.failure ??= { error };
      throw error;
    }
  }

  #innerEvaluate(stack: ModuleRecord[], start: number): number {
    if (this.status === 'evaluating-async' || this.status === 'evaluated') {
      if (this.failure !== undefined) throw this.failure.error;
      return start;
    }
    if (this.status === 'evaluating') return start;
    this.status = 'evaluating';
    this.#dfsIndex = this.#dfsAncestorIndex = start;
    this.#pendingAsyncDependencies = 0;
    let index = start + 1;
    stack.push(this);
    for (const request of this.requested) {
      index = request.#innerEvaluate(stack, index);
      let required = request;
      if (required.status === 'evaluating') {
        this.#dfsAncestorIndex = Math.min(this.#dfsAncestorIndex, required.#dfsAncestorIndex);
      } else {
        required = required.#cycleRoot ?? required;
        if (required.failure !== undefined) throw required.failure.error;
      }
      if (required.#asyncOrder !== undefined && required.status !== 'evaluated') {
        this.#pendingAsyncDependencies++;
        required.#asyncParents.push(this);
      }
    }
    if (this.#pendingAsyncDependencies > 0 || this.hasTopLevelAwait) {
      this.#asyncOrder = asyncEvaluationOrder++;
      if (this.#pendingAsyncDependencies === 0) this.#executeAsync();
    } else {
      void this.execute();
    }
    if (this.#dfsAncestorIndex === this.#dfsIndex) {
      for (let module = stack.pop(); module !== undefined; module = stack.pop()) {
        module.status = module.#asyncOrder === undefined ? 'evaluated' : 'evaluating-async';
        module.#cycleRoot = this;
        if (module === this) break;
      }
    }
    return index;
  }

  #executeAsync(): void {
    const settle = Promise.resolve(this.execute());
    settle.then(
      () => this.#asyncFulfilled(),
      (error: unknown) => this.#asyncRejected(error),
    );
  }

  #asyncFulfilled(): void {
    if (this.status === 'evaluated') return;
    this.status = 'evaluated';
    this.#evaluation?.resolve();
    const ready: ModuleRecord[] = [];
    this.#gatherAvailableAncestors(ready);
    ready.sort((a, b) => (a.#asyncOrder ?? 0) - (b.#asyncOrder ?? 0));
    for (const module of ready) {
      if (module.status === 'evaluated') continue;
      if (module.hasTopLevelAwait) {
        module.#executeAsync();
        continue;
      }
      try {
        void module.execute();
      } catch (error) {
        module.#asyncRejected(error);
        continue;
      }
      module.status = 'evaluated';
      module.#evaluation?.resolve();
    }
  }

  #gatherAvailableAncestors(ready: ModuleRecord[]): void {
    for (const parent of this.#asyncParents) {
      if (ready.includes(parent) || parent.#cycleRoot?.failure !== undefined) continue;
      parent.#pendingAsyncDependencies--;
      if (parent.#pendingAsyncDependencies > 0) continue;
      ready.push(parent);
      if (!parent.hasTopLevelAwait) parent.#gatherAvailableAncestors(ready);
    }
  }

  #asyncRejected(error: unknown): void {
    if (this.status === 'evaluated') return;
    this.status = 'evaluated';
    this.failure = { error };
    for (const parent of this.#asyncParents) parent.#asyncRejected(error);
    this.#evaluation?.reject(error);
  }
}

/** Pairs of module and name already asked, against circular re-exports. */
export type ResolveSet = Map<ModuleRecord, Set<string>>;

function createEvaluation(): Evaluation {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { promise, resolve, reject };
}
