// The one Monaco editor of a project's workbench: shows the active file's model, keeps each file's cursor and scroll, and
// tells the editor store of edits. Made when Monaco has loaded; disposed with the workbench of the project.

import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import type { ProjectWatcher } from '../files/project-watcher.ts';
import type { Store } from '../workbench/store.ts';
import type { Theme } from '../workbench/theme.ts';
import { bufferOf } from './buffer.ts';
import type { EditorStore, Selection } from './editor-store.ts';
import { languagesWaitFor, turnedTo } from './language-workers/language-turn.ts';
import { editorLook, textLook } from './monaco-look.ts';
import { monaco } from './monaco.ts';
import { defineMonacoTheme, monacoThemeName } from './monaco-theme.ts';
import type { TextPreferences } from './preferences.ts';
import { createProjectModels } from './project-models.ts';
import { createProjectTypes } from './types/project-types.ts';

interface Dependencies {
  readonly container: HTMLElement;
  /** Resolves when the machine has nothing under way (machine-rest.ts). */
  readonly machineRests: () => Promise<void>;
  readonly store: EditorStore;
  readonly files: KernelFiles;
  readonly watcher: ProjectWatcher;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly projectId: string;
  readonly theme: Pick<Store<Theme>, 'get' | 'subscribe'>;
  readonly text: Pick<Store<TextPreferences>, 'get' | 'subscribe'>;
  readonly onError: (title: string, error: unknown) => void;
}

export interface MonacoHost extends Disposable {
  /** Shows a text file that was read; null shows none. */
  show(path: string | null): void;
}

export function createMonacoHost(dependencies: Dependencies): MonacoHost {
  const { container, machineRests, store, storage, projectId, theme, text } = dependencies;
  languagesWaitFor(Promise.race([turnedTo(container), machineRests()]));
  const viewKey = `holdfast:views:${projectId}`;
  const models = createProjectModels({ monaco, ...dependencies });
  const types = createProjectTypes({ monaco, ...dependencies });
  const bound = new Map<string, Disposable>();
  const views = readViews(storage.getItem(viewKey));
  let shown: string | null = null;

  defineMonacoTheme(monaco.editor, theme.get());
  const stopTheme = theme.subscribe(() => defineMonacoTheme(monaco.editor, theme.get()));

  const editor = monaco.editor.create(container, {
    model: null,
    theme: monacoThemeName,
    automaticLayout: true,
    ...editorLook(text.get()),
    fixedOverflowWidgets: true,
    quickSuggestions: { other: true, comments: false, strings: false },
    accessibilitySupport: 'auto',
    ariaLabel: 'Editor',
    linkedEditing: true,
  });
  const stopText = text.subscribe(() => editor.updateOptions(textLook(text.get())));
  // Widths were measured with the fallback font where the font came late.
  void document.fonts.ready.then(() => monaco.editor.remeasureFonts());

  const keepView = () => {
    if (shown === null) return;
    views.set(shown, editor.saveViewState());
    try {
      const openPaths = new Set(store.open.get().files.map((file) => file.path));
      storage.setItem(
        viewKey,
        JSON.stringify(Object.fromEntries([...views].filter(([p]) => openPaths.has(p)))),
      );
    } catch {
      // Not remembered.
    }
  };

  const tellCursor = () => {
    const position = editor.getPosition();
    const model = editor.getModel();
    const selection = editor.getSelection();
    if (position === null || model === null || shown === null) return store.cursor.set(null);
    const isPart = selection !== null && selection.startLineNumber === selection.endLineNumber;
    store.cursor.set({
      line: position.lineNumber,
      column: position.column,
      selected: selection === null ? 0 : model.getValueLengthInRange(selection),
      selectedText: isPart ? model.getValueInRange(selection) : '',
    });
  };

  const reveal = (selection: Selection | null, focus: boolean) => {
    if (selection !== null) {
      const position = { lineNumber: selection.line, column: selection.column };
      editor.setSelection({
        startLineNumber: selection.line,
        startColumn: selection.column,
        endLineNumber: selection.line,
        endColumn: selection.column + (selection.length ?? 0),
      });
      editor.revealPositionInCenterIfOutsideViewport(position);
    }
    if (focus) editor.focus();
  };

  const runAction = async (action: string, focus = false): Promise<void> => {
    if (focus) editor.focus();
    await editor.getAction(action)?.run();
  };

  const bind = (path: string) => {
    const model = models.open(path, store.diskText(path));
    store.bind(path, bufferOf(model));
    const subscription = model.onDidChangeContent((event) => {
      if (!event.isFlush) store.pin(path);
      store.edited(path);
    });
    bound.set(path, { [Symbol.dispose]: () => subscription.dispose() });
  };

  const unbindClosed = () => {
    const openPaths = new Set(store.open.get().files.map((file) => file.path));
    for (const [path, subscription] of [...bound])
      if (!openPaths.has(path)) {
        subscription[Symbol.dispose]();
        bound.delete(path);
        if (shown === path) {
          editor.setModel(null);
          shown = null;
          store.command = null;
        }
        models.close(path);
        views.delete(path);
      }
  };

  const subscriptions = [
    editor.onDidChangeCursorPosition(tellCursor),
    editor.onDidChangeCursorSelection(tellCursor),
    editor.onDidBlurEditorWidget(keepView),
    // Definitions in other files open as tabs.
    monaco.editor.registerEditorOpener({
      openCodeEditor(_source, resource, at) {
        if (resource.scheme !== 'file') return false;
        const line = at === undefined ? 1 : 'startLineNumber' in at ? at.startLineNumber : at.lineNumber;
        const column = at === undefined ? 1 : 'startColumn' in at ? at.startColumn : at.column;
        store.openPath(models.pathOf(resource), { preview: true, selection: { line, column } });
        return true;
      },
    }),
  ];
  const stopOpen = store.open.subscribe(unbindClosed);
  const stopReveal = store.onReveal((path, selection, focus) => {
    if (path !== shown) return;
    store.takePendingReveal();
    reveal(selection, focus);
  });
  window.addEventListener('pagehide', keepView);

  return {
    show(path) {
      if (path === shown && path !== null && bound.has(path)) return;
      keepView();
      shown = path;
      store.command = path === null ? null : runAction;
      if (path === null) {
        editor.setModel(null);
        tellCursor();
        return;
      }
      if (!bound.has(path)) bind(path);
      editor.setModel(monaco.editor.getModel(models.uri(path)));
      const view = views.get(path);
      if (view != null) editor.restoreViewState(view);
      const pending = store.takePendingReveal();
      if (pending?.path === path) reveal(pending.selection, pending.focus);
      tellCursor();
    },
    [Symbol.dispose]() {
      keepView();
      window.removeEventListener('pagehide', keepView);
      store.command = null;
      stopOpen();
      stopReveal();
      stopTheme();
      stopText();
      for (const subscription of subscriptions) subscription.dispose();
      for (const subscription of bound.values()) subscription[Symbol.dispose]();
      editor.dispose();
      types[Symbol.dispose]();
      models[Symbol.dispose]();
    },
  };
}

type ViewState = monaco.editor.ICodeEditorViewState | null;

function readViews(stored: string | null): Map<string, ViewState> {
  try {
    return new Map(Object.entries(JSON.parse(stored ?? '{}') as Record<string, ViewState>));
  } catch {
    return new Map();
  }
}
