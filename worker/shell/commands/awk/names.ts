// What each name of a program is: a scalar or an array, global or a parameter, and which functions may wait. Found out
// before anything runs, as awk has no declarations: an array is what is used as one, here or in a function it is given to.

import { failAt } from './lexer.ts';
import type { Expression, Program, Statement } from './syntax.ts';

/** The special variables, in the slots of these numbers. */
export const specialSlots = {
  NF: 0,
  NR: 1,
  FNR: 2,
  FS: 3,
  OFS: 4,
  ORS: 5,
  RS: 6,
  SUBSEP: 7,
  CONVFMT: 8,
  OFMT: 9,
  FILENAME: 10,
  RSTART: 11,
  RLENGTH: 12,
  ENVIRON: 13,
  ARGC: 14,
  ARGV: 15,
} as const;

export interface ResolvedName {
  readonly scope: 'global' | 'local';
  readonly slot: number;
  readonly isArray: boolean;
}

type Node = Expression | Statement;

export class Names {
  readonly #program: Program;
  readonly #slots = new Map<string, number>(Object.entries(specialSlots));
  /** `name` of a global, `function name` of a parameter. */
  readonly #arrays = new Set<string>(['ENVIRON', 'ARGV']);
  readonly #waiting = new Set<string>();

  constructor(program: Program) {
    this.#program = program;
    // What one function shows of a name can show something of another: until nothing new is learnt.
    for (let known = -1; known < this.#arrays.size + this.#waiting.size;) {
      known = this.#arrays.size + this.#waiting.size;
      for (const rule of program.rules) walk(rule, (node) => this.#learn(node, null));
      for (const { name, body } of program.functions.values()) walk(body, (node) => this.#learn(node, name));
    }
  }

  get globals(): ReadonlyMap<string, number> {
    return this.#slots;
  }

  waits(functionName: string): boolean {
    return this.#waiting.has(functionName);
  }

  isArrayParameter(functionName: string, index: number): boolean {
    const parameter = this.#program.functions.get(functionName)?.parameters[index];
    return parameter !== undefined && this.#arrays.has(`${functionName} ${parameter}`);
  }

  /** A name in a function, or outside of all (null). */
  resolve(name: string, functionName: string | null, line: number): ResolvedName {
    const isArray = this.#arrays.has(this.#key(name, functionName));
    const parameter = this.#parameters(functionName).indexOf(name);
    if (parameter !== -1) return { scope: 'local', slot: parameter, isArray };
    if (this.#program.functions.has(name)) failAt(line, `illegal reference to function ${name}`);
    return { scope: 'global', slot: this.slotOf(name), isArray };
  }

  /** A new one for a name that is met first. */
  slotOf(name: string): number {
    const slot = this.#slots.get(name) ?? this.#slots.size;
    this.#slots.set(name, slot);
    return slot;
  }

  isGlobalArray(name: string): boolean {
    return this.#arrays.has(name);
  }

  #parameters(functionName: string | null): readonly string[] {
    return this.#program.functions.get(functionName ?? '')?.parameters ?? [];
  }

  #key(name: string, functionName: string | null): string {
    return this.#parameters(functionName).includes(name) ? `${functionName ?? ''} ${name}` : name;
  }

  #learn(node: Node, functionName: string | null): void {
    const isArray = (name: string): void => {
      this.#arrays.add(this.#key(name, functionName));
    };
    if (functionName !== null && this.#mayWait(node)) this.#waiting.add(functionName);
    switch (node.type) {
      case 'element':
      case 'in':
      case 'delete':
        isArray(node.name);
        return;
      case 'forIn':
        isArray(node.array);
        return;
      case 'builtin':
        if (node.name === 'split' && node.args[1]?.type === 'variable') isArray(node.args[1].name);
        return;
      case 'call': {
        const parameters = this.#parameters(node.name);
        for (const [index, arg] of node.args.entries()) {
          const parameter = parameters[index];
          if (arg.type !== 'variable' || parameter === undefined) continue;
          const [given, taken] = [this.#key(arg.name, functionName), `${node.name} ${parameter}`];
          if (this.#arrays.has(taken)) this.#arrays.add(given);
          if (this.#arrays.has(given)) this.#arrays.add(taken);
        }
        return;
      }
      default:
        return;
    }
  }

  #mayWait(node: Node): boolean {
    switch (node.type) {
      case 'getline':
      case 'while':
      case 'do':
      case 'for':
      case 'forIn':
        return true;
      case 'print':
      case 'printf':
        return node.redirection !== null;
      case 'builtin':
        return node.name === 'system' || node.name === 'close' || node.name === 'fflush';
      case 'call':
        return this.#waiting.has(node.name);
      default:
        return false;
    }
  }
}

/** Every expression and statement below `root`, which is plain data. */
function walk(root: unknown, visit: (node: Node) => void): void {
  if (typeof root !== 'object' || root === null) return;
  if ('type' in root) visit(root as Node);
  for (const child of Object.values(root)) walk(child, visit);
}
