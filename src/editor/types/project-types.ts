// Gives the language services what the project's own compiler would know: the types of the packages that its files import
// and the options of its tsconfig. Follows edits, installs and config changes, from the languages' turn on. Owned by the
// Monaco host.

import type { KernelFiles } from '../../../worker/protocol/kernel-api.ts';
import { listFiles } from '../../files/list-files.ts';
import { extensionOf } from '../../files/paths.ts';
import type { ProjectWatcher } from '../../files/project-watcher.ts';
import { decodeText } from '../file-contents.ts';
import { languagesTurn } from '../language-workers/language-turn.ts';
import { languages, type monaco as Monaco } from '../monaco.ts';
import { readCompilerOptions, type Options } from './compiler-options.ts';
import { namedModules } from './module-specifiers.ts';
import { createTypeClosure, type TypeClosure } from './type-closure.ts';

interface Dependencies {
  readonly monaco: typeof Monaco;
  readonly files: KernelFiles;
  readonly watcher: ProjectWatcher;
}

/** Imports are typed letter by letter, and an install ends with a burst of changes. */
const settleMs = 400;
/** Components that TypeScript does not know without help: imports of them would be called missing. */
const foreignComponents = new Set(['vue', 'svelte', 'astro', 'mdx', 'marko']);
/** npm writes it last; the others say what is wanted. */
const installed =
  /^(node_modules|node_modules\/\.package-lock\.json|node_modules\/\.modules\.yaml|package\.json)$/;
const config = /(^|\/)(ts|js)config[\w.-]*\.json$/;

export function createProjectTypes({ monaco, files, watcher }: Dependencies): Disposable {
  const read = async (path: string): Promise<string | null> => {
    try {
      return decodeText(await files.readFile(path));
    } catch {
      return null;
    }
  };
  let closure: TypeClosure = createTypeClosure(read);
  let libraries: Disposable[] = [];
  let options: Options | null = null;
  /** Grows with each install, so that late answers about the packages before it are dropped. */
  let generation = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pending = new Set<string>();
  let renewed = true;
  let reconfigured = true;
  let waits = false;
  let stopped = false;

  const isCode = (model: Monaco.editor.ITextModel) =>
    /^(type|java)script$/.test(model.getLanguageId()) && !model.uri.path.includes('/node_modules/');

  const specifiersOf = (path: string, text: string): string[] => {
    const names = [...namedModules(text).modules];
    if (/^(t|j)sx$/.test(extensionOf(path))) {
      const source = options?.['jsxImportSource'];
      names.push(`${typeof source === 'string' ? source : 'react'}/jsx-runtime`);
    }
    return names;
  };

  const readOptions = async () => {
    options = await readCompilerOptions(read);
    const types = options?.['types'];
    return Array.isArray(types) ? types.filter((name): name is string => typeof name === 'string') : [];
  };

  const settle = async () => {
    const configured = reconfigured || renewed ? await readOptions() : [];
    if (renewed) {
      closure = createTypeClosure(read);
      generation++;
      for (const library of libraries) library[Symbol.dispose]();
      libraries = [];
      for (const model of monaco.editor.getModels()) if (isCode(model)) pending.add(model.uri.toString());
    }
    const [wasReconfigured, mine] = [reconfigured || renewed, generation];
    [renewed, reconfigured] = [false, false];
    const paths = [...pending];
    pending.clear();
    const found = await Promise.all([
      closure.follow('package.json', configured),
      ...paths.map((uri) => {
        const model = monaco.editor.getModel(monaco.Uri.parse(uri));
        if (model === null) return new Map<string, string>();
        const path = model.uri.path.slice(1);
        return closure.follow(path, specifiersOf(path, model.getValue()));
      }),
    ]);
    if (mine !== generation) return;
    const ownNode = await read('node_modules/@types/node/package.json');
    languages.useBundledNodeTypes(ownNode === null);
    for (const map of found)
      for (const [path, text] of map) libraries.push(languages.addLibrary(`file:///${path}`, text));
    if (wasReconfigured) await configure();
  };

  const configure = async () => {
    const [paths, manifest] = await Promise.all([
      listFiles(files, 2_000),
      files.stat('node_modules').catch(() => null),
    ]);
    const strange = paths.some((path) => foreignComponents.has(extensionOf(path)));
    languages.configure(options, { knowsModules: manifest !== null && !strange });
  };

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void waitAndSettle(), settleMs);
  };
  /** Megabytes of declarations are read, for a worker that has not been loaded before its turn. */
  const waitAndSettle = async () => {
    if (waits) return;
    waits = true;
    await languagesTurn();
    waits = false;
    if (!stopped) await settle();
  };
  const scan = (model: Monaco.editor.ITextModel) => {
    if (!isCode(model)) return;
    pending.add(model.uri.toString());
    schedule();
  };
  const watched = new Map<Monaco.editor.ITextModel, Monaco.IDisposable>();
  const follow = (model: Monaco.editor.ITextModel) => {
    watched.set(
      model,
      model.onDidChangeContent(() => scan(model)),
    );
    scan(model);
  };
  const created = monaco.editor.onDidCreateModel(follow);
  const removed = monaco.editor.onWillDisposeModel((model) => {
    watched.get(model)?.dispose();
    watched.delete(model);
  });
  for (const model of monaco.editor.getModels()) follow(model);
  const stopChanges = watcher.onChanges(({ changed, renamed }) => {
    for (const path of [...changed, ...renamed]) {
      if (installed.test(path)) renewed = true;
      else if (config.test(path)) reconfigured = true;
      else continue;
      schedule();
    }
  });
  const stopReset = watcher.onReset(() => {
    renewed = true;
    schedule();
  });
  schedule();

  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      stopped = true;
      generation++;
      stopChanges();
      stopReset();
      created.dispose();
      removed.dispose();
      for (const subscription of watched.values()) subscription.dispose();
      for (const library of libraries) library[Symbol.dispose]();
      languages.configure(null, { knowsModules: false });
    },
  };
}
