// The `overrides` of the root's package.json as a tree of rules (https://docs.npmjs.com/cli/configuring-npm/package-json#overrides).
// An edge takes the most specific rule that its `from` node inherited; a node inherits the rules of the edges into it.
import { intersects } from 'semver';
import { NpmError } from '../npm-error.ts';
import { parseSpec, splitName } from '../spec.ts';

/** The part of an edge that picks its rule. */
export interface RuleSubject {
  readonly name: string;
  readonly rawSpec: string;
}

export class OverrideSet {
  readonly parent: OverrideSet | undefined;
  readonly key: string;
  readonly name: string;
  /** The versions that the rule is for: what follows the name in its key, `*` where nothing does. */
  readonly keySpec: string;
  /** What the edge asks for instead. Empty at the root of the rules. */
  readonly value: string;
  readonly children = new Map<string, OverrideSet>();
  #rules: OverrideSet[] | undefined;

  constructor(overrides: unknown, key = '', parent?: OverrideSet) {
    const rules: Record<string, unknown> =
      typeof overrides === 'string' ? { '.': overrides } : { ...(overrides as Record<string, unknown>) };
    this.parent = parent;
    this.key = key;
    if (parent === undefined) {
      this.name = this.keySpec = this.value = '';
    } else {
      const { name, spec } = splitName(key);
      if (name === '') throw new NpmError(undefined, [{ prefix: '', text: `Override without name: ${key}` }]);
      const own = rules['.'];
      this.name = name;
      this.keySpec = spec === '' ? '*' : spec;
      this.value = typeof own === 'string' ? own || '*' : this.keySpec;
    }
    for (const [childKey, child] of Object.entries(rules)) {
      if (childKey !== '.') this.children.set(childKey, new OverrideSet(child, childKey, this));
    }
  }

  /** The rule for an edge out of a node with this set; the set itself where none is for it. */
  ruleFor(edge: RuleSubject): OverrideSet {
    for (const rule of this.rules()) {
      if (rule.name !== edge.name) continue;
      if (rule.keySpec === '*') return rule;
      let spec = parseSpec(edge.name, edge.rawSpec, '/');
      if (spec.type === 'alias') spec = spec.target;
      if (spec.type !== 'range' && spec.type !== 'version') return rule;
      if (intersects(spec.fetchSpec, rule.keySpec)) return rule;
    }
    return this;
  }

  equals(other: OverrideSet | undefined): boolean {
    if (this === other) return true;
    if (other === undefined || this.key !== other.key || this.value !== other.value) return false;
    if (this.children.size !== other.children.size) return false;
    for (const [key, child] of this.children) {
      if (!child.sameBelow(other.children.get(key))) return false;
    }
    return this.parent === undefined ? other.parent === undefined : this.parent.equals(other.parent);
  }

  private sameBelow(other: OverrideSet | undefined): boolean {
    if (this.value !== other?.value || this.children.size !== other.children.size) return false;
    return [...this.children].every(([key, child]) => child.sameBelow(other.children.get(key)));
  }

  /** The more specific of two sets where one contains the other, else their nearest common ancestor. */
  static merge(first: OverrideSet, second: OverrideSet): OverrideSet | undefined {
    for (const set of second.ancestry()) if (set.equals(first)) return second;
    for (const set of first.ancestry()) if (set.equals(second)) return first;
    if (OverrideSet.conflict(first, second)) return undefined;
    for (const set of second.ancestry()) {
      for (const other of first.ancestry()) if (other.equals(set)) return other;
    }
    return undefined;
  }

  /** True where the sets demand ranges of one package that no version satisfies both of. */
  static conflict(first: OverrideSet, second: OverrideSet): boolean {
    const theirs = new Map([...second.rules()].map((rule) => [rule.key, rule]));
    for (const rule of first.rules()) {
      const other = theirs.get(rule.key);
      if (other === undefined || other.equals(rule)) continue;
      if (rule.value.startsWith('$') || other.value.startsWith('$')) continue;
      try {
        if (!intersects(rule.value, other.value)) return true;
      } catch {
        // Not ranges: nothing can be said before they are resolved.
      }
    }
    return false;
  }

  private *ancestry(): Generator<OverrideSet> {
    yield this;
    for (let set = this.parent; set !== undefined; set = set.parent) yield set;
  }

  private rules(): readonly OverrideSet[] {
    if (this.#rules === undefined) {
      const rules = new Map<string, OverrideSet>();
      for (const set of this.ancestry()) {
        for (const child of set.children.values()) if (!rules.has(child.key)) rules.set(child.key, child);
        if (set.parent !== undefined && !rules.has(set.key)) rules.set(set.key, set);
      }
      this.#rules = [...rules.values()];
    }
    return this.#rules;
  }
}
