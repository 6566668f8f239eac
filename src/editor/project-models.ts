// The project's source files as Monaco models, so that completion, definitions and errors know more than the open tabs.
// Also hands out the model of an open file. Owned by the Monaco host; disposed with it.

import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { listFiles } from '../files/list-files.ts';
import { extensionOf } from '../files/paths.ts';
import type { ProjectWatcher } from '../files/project-watcher.ts';
import { decodeText } from './file-contents.ts';
import type { monaco as Monaco } from './monaco.ts';

const sourceExtensions = new Set(['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'json']);
/** More would cost the language service seconds at the first completion. */
const fileLimit = 400;
const sizeLimit = 200_000;

export interface ProjectModels extends Disposable {
  uri(path: string): Monaco.Uri;
  pathOf(uri: Monaco.Uri): string;
  /** The model of a file that is being opened; its text becomes `text`. */
  open(path: string, text: string): Monaco.editor.ITextModel;
  /** The tab was closed. */
  close(path: string): void;
}

interface Dependencies {
  readonly monaco: typeof Monaco;
  readonly files: KernelFiles;
  readonly watcher: ProjectWatcher;
  readonly onError: (title: string, error: unknown) => void;
}

export function createProjectModels({ monaco, files, watcher, onError }: Dependencies): ProjectModels {
  const open = new Set<string>();
  /** Models whose text is being set from the disk: no edit. */
  let reading = false;
  let disposed = false;
  const uri = (path: string) => monaco.Uri.file(`/${path}`);
  const isSource = (path: string) =>
    sourceExtensions.has(extensionOf(path)) && !path.split('/').includes('node_modules');

  /** A rename or a quick fix may edit files that no tab shows: they are written as they are edited. */
  const makeBehind = (path: string, text: string) => {
    const model = monaco.editor.createModel(text, undefined, uri(path));
    model.onDidChangeContent(() => {
      if (!reading && !open.has(path))
        files
          .writeFile(path, model.getValue())
          .catch((error: unknown) => onError(`Could not write ${path}`, error));
    });
  };

  const readBehind = async (path: string) => {
    try {
      const { size, type } = await files.stat(path);
      if (type !== 'file' || size > sizeLimit) return;
      const text = decodeText(await files.readFile(path));
      if (text === null || disposed || open.has(path)) return;
      const model = monaco.editor.getModel(uri(path));
      if (model === null) makeBehind(path, text);
      else if (model.getValue() !== text) {
        reading = true;
        model.setValue(text);
        reading = false;
      }
    } catch {
      if (!open.has(path)) monaco.editor.getModel(uri(path))?.dispose();
    }
  };

  const readAll = async () => {
    const paths = (await listFiles(files, fileLimit * 4)).filter(isSource).slice(0, fileLimit);
    // A few at a time: the kernel has better things to do.
    for (let at = 0; at < paths.length && !disposed; at += 8)
      await Promise.all(paths.slice(at, at + 8).map(readBehind));
  };
  const stopChanges = watcher.onChanges(({ changed, renamed }) => {
    for (const path of new Set([...changed, ...renamed]))
      if (isSource(path) && !open.has(path)) void readBehind(path);
  });
  const stopReset = watcher.onReset(() => void readAll());
  void readAll();

  return {
    uri,
    pathOf: (of) => of.path.slice(1),
    open(path, text) {
      open.add(path);
      const existing = monaco.editor.getModel(uri(path));
      // A fresh model, so that undo does not reach back into what was read behind.
      existing?.dispose();
      return monaco.editor.createModel(text, undefined, uri(path));
    },
    close(path) {
      open.delete(path);
      monaco.editor.getModel(uri(path))?.dispose();
      if (isSource(path)) void readBehind(path);
    },
    [Symbol.dispose]() {
      disposed = true;
      stopChanges();
      stopReset();
      for (const model of monaco.editor.getModels()) model.dispose();
    },
  };
}
