// The two kinds of modules: of transformed source text, and synthetic (builtins, JSON, CommonJS seen from a module).

import type { AwaitRuntime } from './await-runtime.ts';
import type { TransformedModule } from './esm-transform.ts';
import { MissingExport, ModuleRecord, type Binding, type ResolveSet } from './module-record.ts';
import { createNamespace } from './namespace.ts';

export interface ModuleObject {
  readonly imports: object;
  /** Called by the body's first step with a getter for each local export. */
  define(getters: Getters): void;
  readonly meta: object;
  import(specifier: unknown, options?: unknown): Promise<unknown>;
  readonly await: AwaitRuntime;
  /** What guarded loops call. */
  readonly guard: () => true;
  /** Offset of the top-level await that is waited for. */
  awaiting?: number;
}

type Getters = Record<string, Binding>;
type Body = Generator<void, void> | AsyncGenerator<void, void>;
export type ModuleFactory = (module: ModuleObject) => () => Body;

abstract class NamespacedModule extends ModuleRecord {
  #namespace: object | undefined;
  readonly #register: (namespace: object) => void;

  constructor(register: (namespace: object) => void) {
    super();
    this.#register = register;
  }

  get namespace(): object {
    if (this.#namespace === undefined) {
      const bindings = new Map<string, Binding>();
      for (const name of [...this.exportNames()].sort()) {
        const binding = this.resolveExport(name);
        if (typeof binding === 'function') bindings.set(name, directBindings.get(binding) ?? binding);
      }
      this.#namespace = createNamespace(bindings);
      this.#register(this.#namespace);
    }
    return this.#namespace;
  }
}

/** The exporting module's own getter, once there is one: of a module that is linked after its importer (a cycle) there is not. */
const directBindings = new WeakMap<Binding, Binding>();

const namespaceOf = (module: ModuleRecord): object => (module as NamespacedModule).namespace;

export class SourceTextModule extends NamespacedModule {
  readonly transformed: TransformedModule;
  readonly module: ModuleObject;
  readonly #factory: ModuleFactory;
  #body: Body | undefined;
  #getters: Getters = {};

  constructor(
    transformed: TransformedModule,
    factory: ModuleFactory,
    module: ModuleObject,
    register: (namespace: object) => void,
  ) {
    super(register);
    this.transformed = transformed;
    this.module = module;
    this.#factory = factory;
    this.hasTopLevelAwait = transformed.hasTopLevelAwait;
    module.define = (getters) => {
      this.#getters = getters;
      for (const [name, binding] of this.#localBindings) this.#setDirect(name, binding);
    };
  }

  exportNames(seen = new Set<ModuleRecord>()): Set<string> {
    if (seen.has(this)) return new Set();
    seen.add(this);
    const { localExports, indirectExports, starExports } = this.transformed;
    const names = new Set([...localExports.keys(), ...indirectExports.map(({ exported }) => exported)]);
    for (const request of starExports) {
      for (const name of this.requested[request]?.exportNames(seen) ?? [])
        if (name !== 'default') names.add(name);
    }
    return names;
  }

  resolveExport(name: string, seen: ResolveSet = new Map()): Binding | null | 'ambiguous' {
    const names = seen.get(this);
    if (names?.has(name)) return null;
    if (names === undefined) seen.set(this, new Set([name]));
    else names.add(name);
    const { localExports, indirectExports, starExports } = this.transformed;
    // Bindings of a module are compared by identity where two stars lead to the same one.
    if (localExports.has(name)) return this.#local(name);
    const indirect = indirectExports.find(({ exported }) => exported === name);
    if (indirect !== undefined) {
      const target = this.requested[indirect.request];
      if (target === undefined) return null;
      return indirect.imported === '*'
        ? namespaceBinding(target)
        : target.resolveExport(indirect.imported, seen);
    }
    if (name === 'default') return null;
    let found: Binding | null = null;
    for (const request of starExports) {
      const resolution = this.requested[request]?.resolveExport(name, seen) ?? null;
      if (resolution === 'ambiguous') return 'ambiguous';
      if (resolution === null) continue;
      if (found !== null && found !== resolution) return 'ambiguous';
      found = resolution;
    }
    return found;
  }

  readonly #localBindings = new Map<string, Binding>();
  #local(name: string): Binding {
    let binding = this.#localBindings.get(name);
    if (binding === undefined) {
      binding = () => this.#getters[name]?.();
      this.#localBindings.set(name, binding);
      this.#setDirect(name, binding);
    }
    return binding;
  }

  #setDirect(name: string, binding: Binding): void {
    const getter = this.#getters[name];
    if (getter !== undefined) directBindings.set(binding, getter);
  }

  protected initialize(): void {
    const { imports, indirectExports } = this.transformed;
    for (const { exported, request } of indirectExports)
      this.#require(exported, this.resolveExport(exported), request);
    for (const { local, request, imported } of imports) {
      const target = this.requested[request];
      if (target === undefined) throw new Error(`module request ${request} is not linked`);
      const binding =
        imported === '*'
          ? namespaceBinding(target)
          : this.#require(imported, target.resolveExport(imported), request);
      Object.defineProperty(this.module.imports, local, {
        enumerable: true,
        get: directBindings.get(binding) ?? binding,
        set() {
          throw new TypeError('Assignment to constant variable.');
        },
      });
    }
    // The first step hoists the functions and runs nothing else; of an async generator too, it is synchronous.
    this.#body = this.#factory(this.module)();
    void this.#body.next();
  }

  #require(name: string, binding: Binding | null | 'ambiguous', request: number): Binding {
    if (typeof binding === 'function') return binding;
    throw new MissingExport(this, request, name, binding === 'ambiguous');
  }

  protected execute(): Promise<void> | void {
    const body = this.#body;
    this.#body = undefined;
    if (body === undefined) return undefined;
    const done = body.next();
    return done instanceof Promise ? done.then(() => undefined) : undefined;
  }
}

const namespaceBindings = new WeakMap<ModuleRecord, Binding>();
function namespaceBinding(module: ModuleRecord): Binding {
  let binding = namespaceBindings.get(module);
  if (binding === undefined) {
    binding = () => namespaceOf(module);
    namespaceBindings.set(module, binding);
  }
  return binding;
}

export class SyntheticModule extends NamespacedModule {
  readonly #values = new Map<string, unknown>();
  readonly #unread = new Map<string, () => unknown>();
  readonly #bindings = new Map<string, Binding>();
  readonly #steps: () => void;

  constructor(names: readonly string[], steps: () => void, register: (namespace: object) => void) {
    super(register);
    this.#steps = steps;
    for (const name of names) {
      this.#values.set(name, undefined);
      this.#bindings.set(name, () => this.#value(name));
    }
  }

  /** Where `read` is given, it tells the value when that is first asked for. */
  setExport(name: string, value: unknown, read?: () => unknown): void {
    if (!this.#values.has(name)) throw new ReferenceError(`Export '${name}' is not defined in module`);
    this.#values.set(name, value);
    if (read === undefined) this.#unread.delete(name);
    else this.#unread.set(name, read);
  }

  #value(name: string): unknown {
    const read = this.#unread.size === 0 ? undefined : this.#unread.get(name);
    if (read !== undefined) {
      this.#unread.delete(name);
      this.#values.set(name, read());
    }
    return this.#values.get(name);
  }

  exportNames(): Set<string> {
    return new Set(this.#values.keys());
  }

  resolveExport(name: string): Binding | null {
    return this.#bindings.get(name) ?? null;
  }

  protected initialize(): void {}

  protected execute(): void {
    this.#steps();
  }
}
