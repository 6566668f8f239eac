// The keys of the workbench. `Mod` is Ctrl, or Cmd on a Mac. In a terminal most of them belong to the shell (Ctrl-P is its
// history, Ctrl-K cuts a line): only those marked work there too.

export type ShortcutId =
  | 'palette'
  | 'palette-f1'
  | 'quick-open'
  | 'search'
  | 'source-control'
  | 'save'
  | 'close-file'
  | 'reopen-file'
  | 'next-file'
  | 'previous-file'
  | 'sidebar'
  | 'terminal'
  | 'preview'
  | 'run'
  | 'stop'
  | 'next-pane'
  | 'settings';

interface Shortcut {
  /** As KeyboardEvent.key, lower case. */
  readonly key: string;
  readonly mod: boolean;
  readonly shift: boolean;
  /** Left out: none. The browser keeps Ctrl-W and its like for itself. */
  readonly alt?: true;
  readonly inTerminal: boolean;
}

export const shortcuts: Readonly<Record<ShortcutId, Shortcut>> = {
  palette: { key: 'k', mod: true, shift: false, inTerminal: false },
  'palette-f1': { key: 'f1', mod: false, shift: false, inTerminal: true },
  'quick-open': { key: 'p', mod: true, shift: false, inTerminal: false },
  search: { key: 'f', mod: true, shift: true, inTerminal: false },
  'source-control': { key: 'g', mod: true, shift: true, inTerminal: false },
  save: { key: 's', mod: true, shift: false, inTerminal: false },
  'close-file': { key: 'w', mod: false, shift: false, alt: true, inTerminal: false },
  'reopen-file': { key: 'w', mod: false, shift: true, alt: true, inTerminal: false },
  'next-file': { key: 'pagedown', mod: false, shift: false, alt: true, inTerminal: false },
  'previous-file': { key: 'pageup', mod: false, shift: false, alt: true, inTerminal: false },
  sidebar: { key: 'b', mod: true, shift: false, inTerminal: false },
  terminal: { key: '`', mod: true, shift: false, inTerminal: true },
  preview: { key: '\\', mod: true, shift: false, inTerminal: false },
  run: { key: 'enter', mod: true, shift: false, inTerminal: true },
  stop: { key: 'enter', mod: true, shift: true, inTerminal: true },
  'next-pane': { key: 'f6', mod: false, shift: false, inTerminal: true },
  settings: { key: ',', mod: true, shift: false, inTerminal: true },
};

interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The shortcut that was pressed, or null. */
export function matchShortcut(
  press: KeyPress,
  where: { inTerminal: boolean; mac: boolean },
): ShortcutId | null {
  const mod = where.mac ? press.metaKey : press.ctrlKey;
  if (where.mac ? press.ctrlKey : press.metaKey) return null;
  for (const [id, shortcut] of Object.entries(shortcuts) as [ShortcutId, Shortcut][]) {
    // Cmd is never the shell's, so on a Mac every shortcut works in the terminal.
    if (where.inTerminal && !shortcut.inTerminal && !(where.mac && shortcut.mod)) continue;
    // F6 goes back with Shift; the caller looks at it.
    const shift = id === 'next-pane' || press.shiftKey === shortcut.shift;
    if (press.altKey !== (shortcut.alt ?? false) || mod !== shortcut.mod || !shift) continue;
    // With Alt a Mac types another letter: the key itself counts.
    const key = shortcut.alt === true ? press.code.replace(/^Key/, '') : press.key;
    if (key.toLowerCase() === shortcut.key) return id;
  }
  return null;
}

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const keyNames: Readonly<Record<string, string>> = { enter: 'Enter', pagedown: 'PageDown', pageup: 'PageUp' };
const macKeyNames: Readonly<Record<string, string>> = { enter: '↩', pagedown: '⇟', pageup: '⇞' };

/** The terminal's own (terminal-screen.ts). */
export const findInTerminalText = isMac ? '⌘F' : 'Ctrl Shift F';

/** As it is printed on this machine's keys, e.g. `Ctrl K` or `⌘K`. */
export function shortcutText(id: ShortcutId): string {
  const { key, mod, shift, alt } = shortcuts[id];
  const name = (isMac ? macKeyNames : keyNames)[key] ?? key.toUpperCase();
  if (isMac) return `${alt === true ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  return [...(mod ? ['Ctrl'] : []), ...(shift ? ['Shift'] : []), ...(alt === true ? ['Alt'] : []), name].join(
    ' ',
  );
}
