// What can be done with files besides editing them: delete and move with a way back, upload, download, export. Owned by the
// project's workbench.

import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { createStore, type Store } from '../workbench/store.ts';
import type { ToastStore } from '../workbench/toast-store.ts';
import { isWithin, joinPath, kernelPath, nameOf, nameProblem, parentOf } from './paths.ts';
import type { FileTreeStore } from './file-tree-store.ts';
import { writeBack } from './write-back.ts';

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
  remove(entry: { readonly path: string; readonly folder: boolean; readonly link: boolean }): Promise<void>;
  /** Into another folder, under the same name. */
  moveInto(folder: string, from: string): Promise<void>;
  receive(folder: string, incoming: readonly IncomingFile[]): Promise<void>;
  download(path: string): Promise<void>;
  /** As a zip, with the folder in it. */
  downloadFolder(path: string): Promise<void>;
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

  const undo = (title: string, run: () => Promise<void>) => ({
    action: {
      label: 'Undo',
      run: () => void run().catch((error: unknown) => toasts.error(title, error)),
    },
  });

  /** Those of the paths that name something in the folder already. */
  const existing = async (folder: string, paths: readonly string[]): Promise<string[]> => {
    const names = new Set((await files.readdir(kernelPath(folder))).map((entry) => entry.name));
    const found: string[] = [];
    for (const path of paths) {
      if (!names.has(path.split('/', 1)[0] ?? '')) continue;
      const isThere = await files.stat(joinPath(folder, path)).then(
        () => true,
        () => false,
      );
      if (isThere) found.push(path);
    }
    return found;
  };

  const restore = async (saved: SavedTree) => {
    for (const folder of saved.folders) await files.mkdir(kernelPath(folder), { recursive: true });
    for (const { path, bytes } of saved.files) await writeBack(files, path, bytes);
    const first = saved.folders[0] ?? saved.files[0]?.path;
    if (first !== undefined) await tree.reveal(first);
  };

  return {
    upload,
    async remove({ path, folder, link }) {
      const name = nameOf(path);
      try {
        const saved = link || name === 'node_modules' ? null : await readTree(path, folder);
        const why = link ? 'A link' : 'It is too large, or has links in it, and';
        if (saved === null && !confirm(`Delete “${path}” for good? ${why} cannot be brought back.`)) return;
        await files.rm(path, { recursive: folder && !link });
        toasts.info(
          `Deleted ${name}`,
          saved === null ? {} : undo(`Could not bring ${name} back`, () => restore(saved)),
        );
      } catch (error) {
        toasts.error(`Could not delete ${name}`, error);
      }
    },
    async moveInto(folder, from) {
      const name = nameOf(from);
      const to = joinPath(folder, name);
      if (to === from || isWithin(folder, from)) return;
      const where = folder === '' ? 'the project’s folder' : `“${folder}”`;
      try {
        const there = (await files.readdir(kernelPath(folder))).find((entry) => entry.name === name);
        if (there?.type === 'directory') throw new Error(`A folder of that name is in ${where} already.`);
        if (there !== undefined && !confirm(`Replace the “${name}” that is in ${where}?`)) return;
        await tree.move(from, to);
        toasts.info(
          `Moved ${name} to ${where}`,
          there === undefined ? undo(`Could not move ${name} back`, () => tree.move(to, from)) : {},
        );
      } catch (error) {
        toasts.error(`Could not move ${name}`, error);
      }
    },
    async receive(folder, incoming) {
      let done = 0;
      try {
        const paths = incoming.map(({ path }) => path);
        const there = await existing(folder, paths);
        const what = there.length === 1 ? `“${there[0]}”` : `${there.length} files`;
        if (there.length > 0 && !confirm(`Replace ${what} in the project by what is uploaded?`)) return;
        upload.set({ done, total: incoming.length });
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
    async downloadFolder(path) {
      const name = nameOf(path);
      try {
        const read = await readTree(path, true);
        if (read === null) throw new Error('It is too large, or has links in it.');
        const { zipSync } = await import('fflate');
        const inZip = (at: string) => name + at.slice(path.length);
        const entries = [
          ...read.folders.map((folder) => [`${inZip(folder)}/`, new Uint8Array()] as const),
          ...read.files.map((file) => [inZip(file.path), file.bytes] as const),
        ];
        save(`${name}.zip`, zipSync(Object.fromEntries(entries)));
      } catch (error) {
        toasts.error(`Could not download ${name}`, error);
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
