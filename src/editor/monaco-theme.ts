// Monaco's theme, made from the design tokens of the page, so that the editor cannot drift from the rest.

import { readToken, type Theme } from '../workbench/theme.ts';
import type { monaco } from './monaco.ts';

export const monacoThemeName = 'holdfast';

/** Monaco refuses `#fff`, which is what the build's CSS minifier makes of `#ffffff`. */
function longHex(color: string): string {
  return /^#[\da-f]{3,4}$/i.test(color) ? color.replace(/[\da-f]/gi, '$&$&') : color;
}

/** Call after the page's theme has changed. */
export function defineMonacoTheme(editor: typeof monaco.editor, theme: Theme): void {
  const color = (name: string) => longHex(readToken(`--${name}`));
  /** Monaco's token rules want colours without `#`. */
  const token = (name: string) => longHex(readToken(`--syntax-${name}`)).slice(1);
  editor.defineTheme(monacoThemeName, {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: color('text').slice(1) },
      { token: 'comment', foreground: token('comment'), fontStyle: 'italic' },
      { token: 'keyword', foreground: token('keyword') },
      { token: 'keyword.json', foreground: token('number') },
      { token: 'string', foreground: token('string') },
      { token: 'string.key.json', foreground: token('function') },
      { token: 'string.escape', foreground: token('regexp') },
      { token: 'string.html', foreground: token('string') },
      { token: 'string.yaml', foreground: token('string') },
      { token: 'number', foreground: token('number') },
      { token: 'regexp', foreground: token('regexp') },
      { token: 'type', foreground: token('type') },
      { token: 'type.identifier', foreground: token('type') },
      { token: 'identifier', foreground: color('text').slice(1) },
      { token: 'delimiter', foreground: token('punctuation') },
      { token: 'tag', foreground: token('tag') },
      { token: 'metatag', foreground: token('keyword') },
      { token: 'attribute.name', foreground: token('attribute') },
      { token: 'attribute.value', foreground: token('string') },
      { token: 'attribute.value.number', foreground: token('number') },
      { token: 'attribute.value.unit', foreground: token('number') },
      { token: 'variable', foreground: token('function') },
      { token: 'strong', fontStyle: 'bold' },
      { token: 'emphasis', fontStyle: 'italic' },
    ],
    colors: {
      'editor.background': color('surface'),
      'editor.foreground': color('text'),
      'editorLineNumber.foreground': color('line-number'),
      'editorLineNumber.activeForeground': color('text-2'),
      'editorCursor.foreground': color('accent'),
      'editor.selectionBackground': color('selection'),
      'editor.inactiveSelectionBackground': `${color('selection')}88`,
      'editor.lineHighlightBackground': color('line-highlight'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.findMatchBackground': color('find-match'),
      'editor.findMatchHighlightBackground': color('find-match-2'),
      'editor.wordHighlightBackground': color('active'),
      'editor.wordHighlightStrongBackground': color('active'),
      'editorBracketMatch.background': color('accent-soft'),
      'editorBracketMatch.border': '#00000000',
      'editorBracketHighlight.foreground1': color('syntax-punctuation'),
      'editorBracketHighlight.foreground2': color('syntax-punctuation'),
      'editorBracketHighlight.foreground3': color('syntax-punctuation'),
      'editorIndentGuide.background1': color('line'),
      'editorIndentGuide.activeBackground1': color('line-strong'),
      'editorWhitespace.foreground': color('line-strong'),
      'editorWidget.background': color('overlay'),
      'editorWidget.border': color('line-strong'),
      'editorSuggestWidget.background': color('overlay'),
      'editorSuggestWidget.border': color('line-strong'),
      'editorSuggestWidget.selectedBackground': color('active'),
      'editorSuggestWidget.selectedForeground': color('text'),
      'editorSuggestWidget.highlightForeground': color('accent'),
      'editorSuggestWidget.focusHighlightForeground': color('accent'),
      'editorHoverWidget.background': color('overlay'),
      'editorHoverWidget.border': color('line-strong'),
      'editorError.foreground': color('danger'),
      'editorWarning.foreground': color('warn'),
      'editorStickyScroll.background': color('surface'),
      'editorStickyScroll.shadow': '#00000000',
      'editorStickyScrollHover.background': color('surface-2'),
      'editorOverviewRuler.border': '#00000000',
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': color('active'),
      'scrollbarSlider.hoverBackground': color('line-strong'),
      'scrollbarSlider.activeBackground': color('line-strong'),
      'input.background': color('surface'),
      'input.border': color('line-strong'),
      'inputOption.activeBackground': color('accent-soft'),
      'inputOption.activeForeground': color('accent'),
      'list.hoverBackground': color('hover'),
      'list.activeSelectionBackground': color('active'),
      'list.activeSelectionForeground': color('text'),
      'list.focusHighlightForeground': color('accent'),
      'list.highlightForeground': color('accent'),
      'menu.background': color('overlay'),
      'menu.foreground': color('text'),
      'menu.selectionBackground': color('active'),
      'menu.selectionForeground': color('text'),
      'menu.border': color('line-strong'),
      'quickInput.background': color('overlay'),
      'peekViewEditor.background': color('surface-2'),
      'peekViewResult.background': color('surface-2'),
      'peekView.border': color('accent-line'),
      'textLink.foreground': color('accent'),
      'textLink.activeForeground': color('accent'),
      'widget.shadow': theme === 'dark' ? '#00000066' : '#0f202026',
      focusBorder: color('accent-line'),
    },
  });
  editor.setTheme(monacoThemeName);
}
