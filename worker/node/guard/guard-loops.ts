// Writes a guard into the loops of a program that do not provably end, so that a signal can end them: every so many
// iterations they call the guard, which may throw. Where the shape of a loop allows it, it is strip-mined: an inner loop
// runs a chunk of iterations that only count, and the call stands outside of it, so that V8 still unrolls what it would
// have unrolled. All edits stay on their lines.

import type { Edits } from '../modules/edits.ts';
import { children, isFunction, type AnyNode } from '../modules/parse.ts';
import { isLoop, iterationCounter, mentions, provablyEnds } from './counting.ts';
import { loopTraits, type LoopTraits } from './loop-traits.ts';
import { checkName, guardName } from './names.ts';
import { stripMine } from './strip-mine.ts';

/**
 * Iterations between two calls of the guard: of loops that only compute, of those that may take long, and of those that
 * have such a loop within them (short loops in each other must not multiply).
 */
const lightChunk = 1024;
const heavyChunk = 32;
const outerChunk = 4;

/** Cheap test before parsing; comments and strings make it true for nothing, now and then. */
export const mayLoop = (source: string): boolean => /\b(?:while|for|do)\b/.test(source);

/** What surrounds a loop. */
interface Surroundings {
  readonly loops: readonly AnyNode[];
  readonly labels: readonly string[];
  /** The statements of the innermost block, where it is one of them. */
  readonly block: readonly AnyNode[];
  readonly owner: Owner;
}

/** The function that a loop is in. */
interface Owner {
  /** Whether a check in the body of one of its loops needs a variable. */
  checks: boolean;
  /** Scripts: their `var` would be global, and the value of their last statement counts. */
  readonly isScript: boolean;
}

/** What a program is compiled as; of a timed script every loop is guarded, since one that ends may end too late. */
export type ProgramKind = 'body' | 'script' | 'timed-script';

export interface GuardedProgram {
  /** Whether anything was guarded. */
  readonly guarded: boolean;
  /** Declares what the checks of the top level count with; to be put at its start. */
  readonly declarations: string;
}

export function guardLoops(
  source: string,
  program: AnyNode,
  edits: Edits,
  kind: ProgramKind,
): GuardedProgram {
  const traits = loopTraits(program);
  let guarded = false;
  const top = newOwner(kind !== 'body');
  visitAll(program, { loops: [], labels: [], block: program['body'] as AnyNode[], owner: top });
  return { guarded, declarations: top.isScript ? '' : declarationsOf(top) };

  function visitAll(node: AnyNode, around: Surroundings): void {
    for (const child of children(node)) visit(child, around);
  }

  function visit(node: AnyNode, around: Surroundings): void {
    const { owner } = around;
    if (isFunction(node)) {
      visitOwner(node, (node['body'] as AnyNode)['body']);
    } else if (node.type === 'StaticBlock') {
      visitOwner(node, node['body']);
    } else if (isLoop(node) || node.type === 'LabeledStatement') {
      const opensScript = owner.isScript && around.loops.length === 0 && around.labels.length === 0;
      if (isLoop(node)) visitLoop(node, around);
      else visitLabeled(node, around);
      if (!opensScript || !owner.checks) return;
      edits.insert(node.start, `{${declarationsOf(owner, 'let')}`);
      edits.close(node.end, '}');
      owner.checks = false;
    } else {
      const block = node.type === 'BlockStatement' ? (node['body'] as AnyNode[]) : [];
      visitAll(node, { ...around, labels: [], block });
    }
  }

  function visitLabeled(node: AnyNode, around: Surroundings): void {
    const label = (node['label'] as AnyNode)['name'] as string;
    visit(node['body'] as AnyNode, { ...around, labels: [...around.labels, label] });
  }

  function visitOwner(node: AnyNode, statements: unknown): void {
    const owner = newOwner(false);
    visitAll(node, { loops: [], labels: [], block: [], owner });
    const declarations = declarationsOf(owner);
    if (declarations === '') return;
    const first = (statements as AnyNode[]).find(({ directive }) => directive === undefined);
    if (first !== undefined) edits.insertBefore(first.start, declarations);
  }

  function visitLoop(node: AnyNode, around: Surroundings): void {
    const own = traits.get(node) as LoopTraits;
    const { owner, labels } = around;
    const inside = { ...around, loops: [...around.loops, node], labels: [], block: [] };
    if (kind !== 'timed-script' && !needsGuard(node, own, around.loops, traits)) {
      visitAll(node, inside);
      return;
    }
    guarded = true;
    const chunk = own.outer ? outerChunk : own.heavy ? heavyChunk : lightChunk;
    const isContinued = labels.some((label) => own.continued.has(label));
    // Whatever calls what is not known has time for a check, and a counter of its own may be moved there.
    const mined =
      owner.isScript || isContinued || own.calls
        ? undefined
        : stripMine(node, {
            ...{ source, edits, captures: own.captures, size: chunk, depth: around.loops.length },
            counter: labels.length === 0 ? iterationCounter(node, around.block) : undefined,
          });
    if (mined !== undefined) {
      mined.open();
      visitAll(node, inside);
      mined.close();
      return;
    }
    owner.checks = true;
    const body = node['body'] as AnyNode;
    // A guard that throws leaves the count full: behind a `catch` the next check of the function throws at once.
    const check = `if(++${checkName}>${chunk}){${guardName}();${checkName}=0}`;
    if (body.type === 'BlockStatement') {
      edits.insertBefore(body.start + 1, check);
      visitAll(node, inside);
    } else {
      edits.insertBefore(body.start, `{/*${checkName}*/${check}`);
      visitAll(node, inside);
      edits.close(body.end, `/*${checkName}*/}`);
    }
  }
}

const newOwner = (isScript: boolean): Owner => ({ checks: false, isScript });

const declarationsOf = ({ checks }: Owner, keyword: 'var' | 'let' = 'var'): string =>
  checks ? `${keyword} ${checkName}=0;` : '';

function needsGuard(
  loop: AnyNode,
  { heavy, calls }: LoopTraits,
  around: readonly AnyNode[],
  traits: ReadonlyMap<AnyNode, LoopTraits>,
): boolean {
  switch (loop.type) {
    case 'ForInStatement':
      return heavy;
    case 'ForOfStatement': {
      if (heavy) return true;
      // A list that grows while it is walked.
      const list = loop['right'] as AnyNode;
      const name = list.type === 'Identifier' ? (list['name'] as string) : undefined;
      return name !== undefined && mentions(loop['body'] as AnyNode, name, true);
    }
    default:
      if (calls || !provablyEnds(loop, around)) return true;
      // One that may not end but is short every time asks nothing itself: the loop around it has to.
      return heavy && !(traits.get(loop)?.inner ?? []).every(isCounted);
  }

  function isCounted(inner: AnyNode): boolean {
    const own = traits.get(inner);
    return own !== undefined && !needsGuard(inner, own, [...around, loop], traits);
  }
}
