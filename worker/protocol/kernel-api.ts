// The kernel as a tab sees it: one table of calls, from which the types are inferred and by which the kernel checks what
// arrives (rpc.ts). State, terminal bytes, watch events and process output travel on MessagePorts that the tab hands over
// with the call. Errors arrive whole (wire-error.ts).

import * as v from 'valibot';
import { snapshot } from '../kernel/state.ts';
import type { DirectoryEntry, Stats, WatchEvent } from '../vfs/filesystem.ts';
import type { ProjectId } from './ids.ts';
import { hotUpdateError, previewMessage, previewScript } from './preview-message.ts';
import { processInfo } from './process-info.ts';
import { clearedPackages, compiledWasm, storageReport } from './storage-report.ts';
import {
  bytes,
  count,
  exitStatus,
  messagePort,
  nothing,
  pid,
  sessionId,
  signal,
  size,
  text,
  type Wire,
} from './schema.ts';

/** A new project's files: text, bytes, or a folder of them. */
export interface FileTree {
  readonly [name: string]: string | Uint8Array | FileTree;
}
const fileTree: v.GenericSchema<FileTree> = v.record(text, v.union([text, bytes, v.lazy(() => fileTree)]));

/** A project as the registry of this browser lists it; no message. */
export interface ProjectInfo {
  readonly id: ProjectId;
  readonly name: string;
  readonly template: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly openedAt: number;
}

/** What a kernel whose project does not exist yet makes of it. */
export const newProject = v.object({ name: text, template: v.nullable(text), files: fileTree });
export type NewProject = Wire<typeof newProject>;

/** Output of `exec`, on its port. */
export const execToTab = v.variant('type', [
  v.object({ type: v.literal('output'), stream: v.picklist(['stdout', 'stderr']), data: text }),
  v.object({ type: v.literal('exit'), status: exitStatus }),
]);
export type ExecToTab = Wire<typeof execToTab>;

const execOptions = v.object({ cwd: v.optional(text), env: v.optional(v.record(text, text)) });
export type ExecOptions = Wire<typeof execOptions>;

const fileType = v.picklist(['file', 'directory', 'symlink', 'character', 'socket']);
const directoryEntry = v.object({ name: text, type: fileType }) satisfies v.GenericSchema<DirectoryEntry>;
const stats = v.object({
  ino: v.number() as unknown as v.GenericSchema<Stats['ino']>,
  type: fileType,
  mode: count,
  nlink: count,
  uid: count,
  gid: count,
  size: count,
  atimeMs: v.number(),
  mtimeMs: v.number(),
  ctimeMs: v.number(),
  birthtimeMs: v.number(),
}) satisfies v.GenericSchema<Stats>;

/** On the port of `fs.watch`: those of one turn. */
export const watchEvents = v.array(
  v.object({ type: v.picklist(['rename', 'change']), filename: text }),
) satisfies v.GenericSchema<WatchEvent[]>;

type Schemas = readonly v.GenericSchema[];

/** A call's arguments, those that may be left out, and what it resolves with. */
export interface Call<Args extends Schemas = Schemas, Rest extends Schemas = Schemas> {
  readonly args: Args;
  readonly optional: Rest;
  readonly result: v.GenericSchema;
}

const call = <const Args extends Schemas, Result extends v.GenericSchema>(args: Args, result: Result) => ({
  args,
  optional: [] as const,
  result,
});
const callWith = <const Args extends Schemas, const Rest extends Schemas, Result extends v.GenericSchema>(
  args: Args,
  optional: Rest,
  result: Result,
) => ({ args, optional, result });

const recursive = v.object({ recursive: v.optional(v.boolean()) });

/** Paths are absolute or relative to the project's folder. Rejections have Node's `code`, `errno`, `syscall`, `path`. */
const fileCalls = {
  readFile: call([text], bytes),
  /** Path and contents. */
  writeFile: call([text, v.union([bytes, text])], nothing),
  readdir: call([text], v.array(directoryEntry)),
  mkdir: callWith([text], [recursive], nothing),
  rm: callWith(
    [text],
    [v.object({ recursive: v.optional(v.boolean()), force: v.optional(v.boolean()) })],
    nothing,
  ),
  /** From, to. */
  rename: call([text, text], nothing),
  stat: call([text], stats),
  /**
   * A path as a program printed it, then the folder that the program ran in. Resolves with the same relative to the project's
   * folder, which the program may have meant as well; null where it is no file of the project.
   */
  locate: call([text, text], v.nullable(text)),
  /** Events arrive on the port as arrays of WatchEvent; messaging the port ends it. */
  watch: call([text, recursive, messagePort], nothing),
  /** The project as a zip, node_modules left out. */
  exportZip: call([], bytes),
  /** Unpacks a zip into a folder; a malformed one changes nothing. */
  importZip: call([text, bytes], nothing),
};

/** The storage of this browser, which all projects share. */
const storageCalls = {
  report: call([], storageReport),
  /** Lets go of the packages that no project uses; says how many, and their bytes. */
  clearUnused: call([], clearedPackages),
  /** Lets go of the WebAssembly that is kept compiled; says what it was. */
  clearCompiled: call([], compiledWasm),
};

export const kernelCalls = {
  getState: call([], snapshot),
  /** Starts the runtime and the project's dev server; resolves when that server is spawned (not ready). */
  startRuntime: call([], nothing),
  /** Resolves when every process is gone and the files are stored. */
  stopRuntime: call([], nothing),
  restartDevServer: call([], nothing),
  /**
   * Attaches to a session; null is the primary one, which is created where there is none or it is dead.
   * A size of 0×0 says that the tab does not know its size yet. Last, the lines of scrollback that the tab wants replayed:
   * all, where it does not say.
   */
  attachPTY: callWith([v.nullable(sessionId), size, messagePort], [count], sessionId),
  /** Opens a further shell. */
  openPTY: call([size], sessionId),
  /** Ends a further shell (SIGHUP) and forgets its screen. */
  closePTY: call([sessionId], nothing),
  writeToPTY: call([v.nullable(sessionId), text], nothing),
  /** Columns, then rows. */
  resizePTY: call([v.nullable(sessionId), size.entries.cols, size.entries.rows], nothing),
  /** The text of a session's screen and scrollback, without escape sequences. */
  readPTY: call([v.nullable(sessionId)], text),
  /** Command, arguments, options, and the port for its output (ExecToTab). */
  exec: call([text, v.array(text), execOptions, messagePort], v.object({ pid })),
  kill: call([pid, signal], nothing),
  processes: call([], v.array(processInfo)),
  /** Events with `seq` ≥ the first argument, then live ones, on the port as WorkspaceEvent, in order and without gaps. */
  observe: call([v.number(), messagePort], nothing),
  /** Which origins the host has for previews (see preview-origins.ts): asked of the host while the tab attaches. */
  offerPreviewOrigins: call([v.array(text)], nothing),
  /** What a page in a preview reported: becomes the container's `preview-message` event. */
  reportPreview: call([previewMessage], nothing),
  /** What the dev server told a page in a preview: a build that failed. */
  reportHotUpdateError: call([hotUpdateError], nothing),
  /** The container's `preview-message` events, from now on, on the port; messaging the port ends it. */
  observePreviews: call([messagePort], nothing),
  /** Source and options: a script that every preview gets from its next load on. */
  setPreviewScript: callWith([text], [previewScript.entries.options], nothing),
  renameProject: call([text], nothing),
  /** Stops everything and deletes the project's files, screens and record; the kernel ends after the answer. */
  destroyProject: call([], nothing),
  fs: fileCalls,
  storage: storageCalls,
};

type Outputs<Args extends Schemas> = { [Index in keyof Args]: Wire<Args[Index]> };
type Answer<Result extends v.GenericSchema> = undefined extends v.InferOutput<Result> ? void : Wire<Result>;

/** The functions of a table of calls. */
export type Api<Table> = {
  -readonly [Name in keyof Table]: Table[Name] extends {
    readonly args: infer Args extends Schemas;
    readonly optional: infer Rest extends Schemas;
    readonly result: infer Result extends v.GenericSchema;
  }
    ? (...args: [...Outputs<Args>, ...Partial<Outputs<Rest>>]) => Promise<Answer<Result>>
    : Api<Table[Name]>;
};

export type KernelApi = Api<typeof kernelCalls>;
export type KernelFiles = Api<typeof fileCalls>;
