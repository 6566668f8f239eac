// How every Monaco editor of the page looks: the options that the file's editor and the one of changes share.

import { readToken } from '../workbench/theme.ts';
import { lineHeightOf, type TextPreferences } from './preferences.ts';

export function editorLook(text: TextPreferences) {
  return {
    fontFamily: readToken('--font-mono'),
    fontLigatures: false,
    letterSpacing: 0,
    minimap: { enabled: false },
    padding: { top: 10, bottom: 40 },
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 12,
    glyphMargin: false,
    folding: true,
    showFoldingControls: 'mouseover',
    renderLineHighlight: 'line',
    renderLineHighlightOnlyWhenFocus: true,
    renderWhitespace: 'selection',
    scrollBeyondLastLine: true,
    smoothScrolling: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    cursorSmoothCaretAnimation: 'off',
    cursorWidth: 2,
    roundedSelection: true,
    overviewRulerBorder: false,
    overviewRulerLanes: 2,
    hideCursorInOverviewRuler: true,
    bracketPairColorization: { enabled: false },
    guides: { indentation: true, bracketPairs: false },
    stickyScroll: { enabled: true, maxLineCount: 3 },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    ...textLook(text),
  } as const;
}

/** What follows the user's choices. */
export function textLook({ fontSize, tabSize, wordWrap }: TextPreferences) {
  const wraps = wordWrap === 'narrow' ? matchMedia('(max-width: 720px)').matches : wordWrap === 'on';
  return {
    fontSize,
    lineHeight: lineHeightOf(fontSize),
    tabSize,
    wordWrap: wraps ? 'on' : 'off',
  } as const;
}
