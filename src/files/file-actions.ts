// What can be done with files besides editing them: delete with a way back, upload, download, export. Owned by the
// project's workbench.

import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { createStore, type Store } from '../workbench/store.ts';
import type { ToastStore } from '../workbench/toast-store.ts';
import { joinPath, kernelPath, nameOf, nameProblem, parentOf } from './paths.ts';
import type { FileTreeStore } from './file-tree-store.ts';

/** A file that comes from outside, with its path below the folder it is put in. */
export interface IncomingFile {
  readonly path: string;
  readonly file: Blob;
}

export interface UploadProgress {
  readonly done: number;
  readonly total: number;
}

export interface FileActions {
  readonly upload: Store<UploadProgress | null>;
  remove(path: string, folder: boolean): Promise<void>;
  receive(folder: string, incoming: readonly IncomingFile[]): Promise<void>;
  download(path: string): Promise<void>;
  exportZip(projectName: string): Promise<void>;
}

/** What an Undo keeps in memory at most; more is deleted only after a question. */
const undoBytes = 32 * 1024 * 1024;
const undoFiles = 3000;

interface Dependencies {
  readonly files: KernelFiles;
  readonly tree: FileTreeStore;
  readonly toasts: ToastStore;
  readonly confirm: (question: string) => boolean;
  readonly save: (name: string, bytes: Uint8Array) => void;
}

interface SavedTree {
  readonly folders: readonly string[];
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

export function createFileActions({ files, tree, toasts, confirm, save }: Dependencies): FileActions {
  const upload = createStore<UploadProgress | null>(null);

  /** Everything below a path, or null where it is too much to keep. */
  const readTree = async (path: string, folder: boolean): Promise<SavedTree | null> => {
    if (!folder) {
      const { size } = await files.stat(path);
      return size > undoBytes ? null : { folders: [], files: [{ path, bytes: await files.readFile(path) }] };
    }
    const folders = [path];
    const saved: { path: string; bytes: Uint8Array }[] = [];
    let bytes = 0;
    for (const at of folders) {
      for (const entry of await files.readdir(at)) {
        const child = joinPath(at, entry.name);
        if (entry.type === 'directory') folders.push(child);
        else if (entry.type === 'file') {
          bytes += (await files.stat(child)).size;
          if (bytes > undoBytes || saved.length >= undoFiles) return null;
          saved.push({ path: child, bytes: await files.readFile(child) });
        } else return null;
      }
    }
    return { folders, files: saved };
  };

  const restore = async (saved: SavedTree) => {
    for (const folder of saved.folders) await files.mkdir(kernelPath(folder), { recursive: true });
    for (const file of saved.files) {
      const parent = parentOf(file.path);
      if (parent !== '') await files.mkdir(parent, { recursive: true });
      await files.writeFile(file.path, file.bytes);
    }
    const first = saved.folders[0] ?? saved.files[0]?.path;
    if (first !== undefined) await tree.reveal(first);
  };

  return {
    upload,
    async remove(path, folder) {
      try {
        const saved = nameOf(path) === 'node_modules' ? null : await readTree(path, folder);
        if (saved === null && !confirm(`Delete “${path}” for good? It is too large to be brought back.`))
          return;
        await files.rm(path, { recursive: folder });
        toasts.info(`Deleted ${nameOf(path)}`, {
          ...(saved === null
            ? {}
            : {
                action: {
                  label: 'Undo',
                  run: () => {
                    restore(saved).catch((error: unknown) =>
                      toasts.error(`Could not bring ${nameOf(path)} back`, error),
                    );
                  },
                },
              }),
        });
      } catch (error) {
        toasts.error(`Could not delete ${nameOf(path)}`, error);
      }
    },
    async receive(folder, incoming) {
      let done = 0;
      upload.set({ done, total: incoming.length });
      try {
        const made = new Set<string>();
        for (const { path, file } of incoming) {
          const problem = path
            .split('/')
            .map((name) => nameProblem(name, []))
            .find((text) => text !== null);
          if (problem !== undefined) throw new Error(`${path}: ${problem}`);
          const target = joinPath(folder, path);
          const parent = parentOf(target);
          if (parent !== '' && !made.has(parent)) {
            await files.mkdir(parent, { recursive: true });
            made.add(parent);
          }
          await files.writeFile(target, new Uint8Array(await file.arrayBuffer()));
          upload.set({ done: ++done, total: incoming.length });
        }
        const first = incoming[0];
        if (first !== undefined) await tree.reveal(joinPath(folder, first.path));
      } catch (error) {
        toasts.error(`The upload ended after ${done} of ${incoming.length} files`, error);
      } finally {
        upload.set(null);
        tree.refresh();
      }
    },
    async download(path) {
      try {
        save(nameOf(path), await files.readFile(path));
      } catch (error) {
        toasts.error(`Could not download ${nameOf(path)}`, error);
      }
    },
    async exportZip(projectName) {
      try {
        save(`${projectName.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.zip`, await files.exportZip());
      } catch (error) {
        toasts.error('Could not export the project', error);
      }
    },
  };
}
