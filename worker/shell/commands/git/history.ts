// Walks over commits: in the order of `git log`, and to what two of them have in common.

import type { Commit, Objects } from './objects.ts';

/** With the commits themselves. */
export async function ancestorsOf(objects: Objects, oids: readonly string[]): Promise<Set<string>> {
  const seen = new Set<string>();
  const queue = [...oids];
  for (let oid = queue.pop(); oid !== undefined; oid = queue.pop()) {
    if (seen.has(oid)) continue;
    seen.add(oid);
    queue.push(...(await objects.commit(oid)).parents);
  }
  return seen;
}

export type ParentsOf = (commit: Commit) => Promise<readonly string[]>;

/** Newest first, each once. `parentsOf`: where the walk goes on from a commit. */
export async function* walkCommits(
  objects: Objects,
  tips: readonly string[],
  hidden: ReadonlySet<string>,
  parentsOf: ParentsOf = async ({ parents }) => parents,
): AsyncGenerator<Commit> {
  const queue: Commit[] = [];
  const seen = new Set<string>();
  const add = async (oid: string): Promise<void> => {
    if (seen.has(oid) || hidden.has(oid)) return;
    seen.add(oid);
    const commit = await objects.commit(oid);
    const at = queue.findIndex((other) => other.committer.time < commit.committer.time);
    queue.splice(at === -1 ? queue.length : at, 0, commit);
  };
  for (const oid of tips) await add(oid);
  for (let commit = queue.shift(); commit !== undefined; commit = queue.shift()) {
    for (const parent of await parentsOf(commit)) await add(parent);
    yield commit;
  }
}

/** The best common ancestors: those that no other common one descends from. */
export async function mergeBases(objects: Objects, left: string, right: string): Promise<string[]> {
  const ours = await ancestorsOf(objects, [left]);
  if (ours.has(right)) return [right];
  const common: string[] = [];
  const covered = new Set<string>();
  for await (const { oid } of walkCommits(objects, [right], covered)) {
    if (covered.has(oid) || !ours.has(oid)) continue;
    common.push(oid);
    for (const ancestor of await ancestorsOf(objects, [oid])) covered.add(ancestor);
  }
  const best: string[] = [];
  for (const oid of common) {
    let isBest = true;
    for (const other of common)
      if (other !== oid && (await ancestorsOf(objects, [other])).has(oid)) isBest = false;
    if (isBest) best.push(oid);
  }
  return best;
}

export async function isAncestor(objects: Objects, older: string, newer: string): Promise<boolean> {
  return (await ancestorsOf(objects, [newer])).has(older);
}

/** How many commits each side has that the other lacks. */
export async function countApart(
  objects: Objects,
  left: string,
  right: string,
): Promise<{ readonly ahead: number; readonly behind: number }> {
  if (left === right) return { ahead: 0, behind: 0 };
  const [ours, theirs] = [await ancestorsOf(objects, [left]), await ancestorsOf(objects, [right])];
  return { ahead: ours.difference(theirs).size, behind: theirs.difference(ours).size };
}
