// Monaco's editor for two texts side by side. Fetched when the first change is looked at; disposed with the view.

import { monaco } from '../editor/monaco.ts';
import { editorLook } from '../editor/monaco-look.ts';
import { defineMonacoTheme } from '../editor/monaco-theme.ts';
import type { TextPreferences } from '../editor/preferences.ts';
import type { Store } from '../workbench/store.ts';
import type { Theme } from '../workbench/theme.ts';
import { shownLanguage } from './shown-language.ts';

interface Dependencies {
  readonly container: HTMLElement;
  readonly theme: Pick<Store<Theme>, 'get' | 'subscribe'>;
  readonly text: Pick<Store<TextPreferences>, 'get' | 'subscribe'>;
}

export interface DiffHost extends Disposable {
  /** The same path again keeps the place that is shown. */
  show(path: string, before: string, after: string): void;
  /** Goes to the next change, or the one before. */
  go(where: 'next' | 'previous'): void;
  focus(): void;
  setSideBySide(isSideBySide: boolean): void;
}

export function createDiffHost({ container, theme, text }: Dependencies): DiffHost {
  defineMonacoTheme(monaco.editor, theme.get());
  const editor = monaco.editor.createDiffEditor(container, {
    ...editorLook(text.get()),
    readOnly: true,
    originalEditable: false,
    renderSideBySide: true,
    // A narrow pane shows one below the other, whatever was chosen.
    useInlineViewWhenSpaceIsLimited: true,
    renderSideBySideInlineBreakpoint: 640,
    hideUnchangedRegions: { enabled: true, contextLineCount: 4, minimumLineCount: 6 },
    renderMarginRevertIcon: false,
    renderGutterMenu: false,
    renderOverviewRuler: false,
    renderValidationDecorations: 'off',
    ariaLabel: 'Changes',
  });
  const stopTheme = theme.subscribe(() => defineMonacoTheme(monaco.editor, theme.get()));
  const stopText = text.subscribe(() => editor.updateOptions(editorLook(text.get())));
  let shown: { path: string; original: monaco.editor.ITextModel; modified: monaco.editor.ITextModel } | null =
    null;
  let count = 0;

  const model = (contents: string, path: string) =>
    monaco.editor.createModel(
      contents,
      shownLanguage(monaco.languages, path),
      // No file of the project: the language services know nothing of it.
      monaco.Uri.from({ scheme: 'holdfast-git', path: `/${++count}/${path}` }),
    );
  const drop = () => {
    editor.setModel(null);
    shown?.original.dispose();
    shown?.modified.dispose();
    shown = null;
  };

  return {
    show(path, before, after) {
      if (shown?.path === path) {
        if (shown.original.getValue() !== before) shown.original.setValue(before);
        if (shown.modified.getValue() !== after) shown.modified.setValue(after);
        return;
      }
      drop();
      shown = { path, original: model(before, path), modified: model(after, path) };
      editor.setModel({ original: shown.original, modified: shown.modified });
      // The first change, once the two are compared.
      editor.revealFirstDiff();
    },
    go: (where) => editor.goToDiff(where),
    focus: () => editor.getModifiedEditor().focus(),
    setSideBySide: (renderSideBySide) => editor.updateOptions({ renderSideBySide }),
    [Symbol.dispose]() {
      drop();
      stopTheme();
      stopText();
      editor.dispose();
    },
  };
}
