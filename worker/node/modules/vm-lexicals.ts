// What `let`, `const` and `class` declare at the top of a vm context's scripts: bindings that all of its scripts see and that are
// no properties of the context (the declarative record of a global environment, ECMA-262 9.1.1.4).

/** The names that a script declares at its top. */
export interface Declarations {
  readonly functions: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  readonly lexicals: ReadonlySet<string>;
  /** Those of `lexicals` that cannot be assigned. */
  readonly constants: ReadonlySet<string>;
}

interface Lexical {
  readonly constant: boolean;
  /** Undefined before the declaration has been run. */
  value: { readonly current: unknown } | undefined;
}

export class Lexicals {
  readonly #bindings = new Map<PropertyKey, Lexical>();

  /** A script begins. Throws SyntaxError where it declares again what an earlier one did; then it declares nothing. */
  declare({ functions, variables, lexicals, constants }: Declarations): void {
    for (const name of [...functions, ...variables, ...lexicals]) {
      if (this.#bindings.has(name)) throw new SyntaxError(`Identifier '${name}' has already been declared`);
    }
    for (const name of lexicals)
      this.#bindings.set(name, { constant: constants.has(name), value: undefined });
  }

  has(name: PropertyKey): boolean {
    return this.#bindings.has(name);
  }

  /** Throws ReferenceError before the declaration has been run. */
  get(name: PropertyKey): unknown {
    const { value } = this.#bindings.get(name) ?? {};
    if (value === undefined)
      throw new ReferenceError(`Cannot access '${String(name)}' before initialization`);
    return value.current;
  }

  /** The first time is the declaration's own. Throws TypeError for a constant after that. */
  set(name: PropertyKey, value: unknown): void {
    const binding = this.#bindings.get(name);
    if (binding === undefined) return;
    if (binding.constant && binding.value !== undefined)
      throw new TypeError('Assignment to constant variable.');
    binding.value = { current: value };
  }
}

const records = new WeakMap<object, Lexicals>();

export function lexicalsOf(contextified: object): Lexicals {
  let record = records.get(contextified);
  if (record === undefined) records.set(contextified, (record = new Lexicals()));
  return record;
}
