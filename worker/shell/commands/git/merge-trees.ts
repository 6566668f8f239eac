// Two sets of files that came from one, put together (git-merge(1)). Renames are not followed.

import { decodeText, encodeText } from '../../stream/text.ts';
import { changeFiles, pathsToChange } from './checkout-files.ts';
import { comparePaths, modes, type FileEntry } from './index-file.ts';
import type { Invocation } from './invocation.ts';
import { mergeTexts, type MergeLabels } from './merge-text.ts';
import { isBinary } from './patch.ts';

type Files = ReadonlyMap<string, FileEntry>;

export interface MergeSides extends MergeLabels {
  readonly base: Files;
  readonly oursFiles: Files;
  readonly theirsFiles: Files;
}

export interface Conflict {
  readonly stages: { readonly 1?: FileEntry; readonly 2?: FileEntry; readonly 3?: FileEntry };
  /** What is left in the work tree. */
  readonly left: FileEntry;
}

export interface MergedTrees {
  readonly files: Files;
  readonly conflicts: ReadonlyMap<string, Conflict>;
  /** What git says meanwhile. */
  readonly messages: readonly string[];
}

const same = (left: FileEntry | undefined, right: FileEntry | undefined): boolean =>
  left?.oid === right?.oid && left?.mode === right?.mode;

export async function mergeTrees(git: Invocation, sides: MergeSides): Promise<MergedTrees> {
  const { base, oursFiles, theirsFiles } = sides;
  const files = new Map<string, FileEntry>();
  const conflicts = new Map<string, Conflict>();
  const messages: string[] = [];
  const paths = [...new Set([...base.keys(), ...oursFiles.keys(), ...theirsFiles.keys()])].sort(comparePaths);
  for (const path of paths) {
    await git.context.breathe();
    const [before, ours, theirs] = [base.get(path), oursFiles.get(path), theirsFiles.get(path)];
    const clean = same(ours, theirs) || same(before, theirs) ? ours : same(before, ours) ? theirs : null;
    if (clean !== null) {
      if (clean !== undefined) files.set(path, clean);
      continue;
    }
    const stages = { ...(before && { 1: before }), ...(ours && { 2: ours }), ...(theirs && { 3: theirs }) };
    if (ours === undefined || theirs === undefined) {
      const [gone, kept] = ours === undefined ? [sides.ours, sides.theirs] : [sides.theirs, sides.ours];
      messages.push(
        `CONFLICT (modify/delete): ${path} deleted in ${gone} and modified in ${kept}.  Version ${kept} of ${path} left in tree.`,
      );
      const left = ours ?? theirs;
      if (left !== undefined) conflicts.set(path, { stages, left });
      continue;
    }
    messages.push(`Auto-merging ${path}`);
    const mode = ours.mode === before?.mode ? theirs.mode : ours.mode;
    const merged = await mergeBlobs(git, sides, before, ours, theirs);
    if (merged.warning !== undefined)
      messages.splice(
        -1,
        1,
        `warning: Cannot merge binary files: ${path} (${sides.ours} vs. ${sides.theirs})`,
        `Auto-merging ${path}`,
      );
    if (!merged.hasConflicts) files.set(path, { mode, oid: merged.oid });
    else {
      messages.push(`CONFLICT (${before === undefined ? 'add/add' : 'content'}): Merge conflict in ${path}`);
      conflicts.set(path, { stages, left: { mode, oid: merged.oid } });
    }
  }
  return { files, conflicts, messages };
}

async function mergeBlobs(
  git: Invocation,
  labels: MergeLabels,
  before: FileEntry | undefined,
  ours: FileEntry,
  theirs: FileEntry,
): Promise<{ readonly oid: string; readonly hasConflicts: boolean; readonly warning?: true }> {
  const { objects } = git.repository;
  if (ours.oid === theirs.oid || before?.oid === theirs.oid) return { oid: ours.oid, hasConflicts: false };
  if (before?.oid === ours.oid) return { oid: theirs.oid, hasConflicts: false };
  const isFile = ({ mode }: FileEntry) => mode === modes.file || mode === modes.executable;
  const contents = await Promise.all(
    [before, ours, theirs].map(async (entry) =>
      entry === undefined ? new Uint8Array() : objects.blob(entry.oid),
    ),
  );
  if (!isFile(ours) || !isFile(theirs)) return { oid: ours.oid, hasConflicts: true };
  if (contents.some(isBinary)) return { oid: ours.oid, hasConflicts: true, warning: true };
  const [b = '', o = '', t = ''] = contents.map(decodeText);
  const { text, hasConflicts } = mergeTexts(b, o, t, labels);
  return { oid: await objects.write('blob', encodeText(text)), hasConflicts };
}

/** Brings index and work tree from our side to what was merged. */
export async function applyMerge(git: Invocation, ours: Files, merged: MergedTrees): Promise<void> {
  const { index, objects } = git.repository;
  const wanted = new Map(merged.files);
  for (const [path, { left }] of merged.conflicts) wanted.set(path, left);
  const paths = await pathsToChange(git, ours, wanted, 'merge');
  await changeFiles(git, paths, wanted);
  for (const [path, { stages, left }] of merged.conflicts) {
    if (git.workTree.stats(path) === null) await git.workTree.checkOut(path, left, objects);
    index.setConflict(path, stages);
  }
  if (merged.conflicts.size > 0) index.write();
}
