// The variables of one shell: global ones and those of the functions being called (`local`), innermost last.

export interface Variable {
  /** Undefined: declared (exported, local), not set. */
  readonly value: string | undefined;
  readonly exported: boolean;
  readonly readonly: boolean;
}

export class ReadonlyVariable extends Error {}

export class Variables {
  readonly #scopes: Map<string, Variable>[];

  constructor(scopes: Map<string, Variable>[] = [new Map<string, Variable>()]) {
    this.#scopes = scopes;
  }

  static fromEnvironment(env: Readonly<Record<string, string>>): Variables {
    const variables = new Variables();
    for (const [name, value] of Object.entries(env)) variables.declare(name, { value, exported: true });
    return variables;
  }

  clone(): Variables {
    return new Variables(this.#scopes.map((scope) => new Map(scope)));
  }

  get(name: string): string | undefined {
    return this.find(name)?.value;
  }

  find(name: string): Variable | undefined {
    return this.#scopeOf(name)?.get(name);
  }

  set(name: string, value: string, exported = false): void {
    this.declare(name, exported ? { value, exported } : { value });
  }

  /** Changes what is given of the innermost variable of that name, or makes a global one. */
  declare(name: string, change: Partial<Variable>): void {
    const scope = this.#scopeOf(name) ?? this.#scopes[0];
    const old = scope?.get(name);
    if (old?.readonly === true && 'value' in change) throw new ReadonlyVariable(`${name}: is read only`);
    scope?.set(name, { value: undefined, exported: false, readonly: false, ...old, ...change });
  }

  /** A variable of the function being called; keeps the outer value until it is assigned, as dash does. */
  declareLocal(name: string, value: string | undefined): void {
    const outer = this.find(name);
    const scope = this.#scopes.at(-1);
    if (scope === undefined) return;
    const kept = scope.has(name) ? outer?.value : undefined;
    scope.set(name, { value: value ?? kept, exported: outer?.exported ?? false, readonly: false });
  }

  unset(name: string): void {
    const scope = this.#scopeOf(name);
    if (scope?.get(name)?.readonly === true) throw new ReadonlyVariable(`${name}: is read only`);
    scope?.delete(name);
  }

  pushScope(): void {
    this.#scopes.push(new Map());
  }

  popScope(): void {
    this.#scopes.pop();
  }

  /** Visible variables by name, sorted. */
  entries(): [string, Variable][] {
    const merged = new Map(this.#scopes.flatMap((scope) => [...scope]));
    return [...merged].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  environment(): Record<string, string> {
    const env: Record<string, string> = {};
    for (const scope of this.#scopes) {
      for (const [name, { value, exported }] of scope) {
        if (exported && value !== undefined) env[name] = value;
        else if (scope !== this.#scopes[0]) delete env[name];
      }
    }
    return env;
  }

  #scopeOf(name: string): Map<string, Variable> | undefined {
    for (let index = this.#scopes.length - 1; index >= 0; index -= 1) {
      const scope = this.#scopes[index];
      if (scope?.has(name) === true) return scope;
    }
    return undefined;
  }
}
