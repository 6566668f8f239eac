// One xterm on one kernel session. It lives apart from React in an element of its own, so that hiding or moving a pane
// never costs the screen. Owned by the terminal store; disposed when its session is closed or the workbench goes.

import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import type { SessionId } from '../../worker/protocol/ids.ts';
import type { KernelConnection, TerminalLink, TerminalSink } from '../attach/kernel-connection.ts';
import { createStore, type Store } from '../workbench/store.ts';
import { readToken } from '../workbench/theme.ts';
import type { FileLinkOptions } from './file-link-provider.ts';
import { keySequence, withControl, type TouchKey } from './key-sequences.ts';
import { screenHtml } from './screen-html.ts';
import { loadAddons, type SearchHandle } from './terminal-addons.ts';
import { terminalTheme } from './terminal-theme.ts';

export interface TerminalScreenOptions {
  readonly connection: KernelConnection;
  /** A link in the output was clicked. */
  readonly openLink: (url: string) => void;
  readonly fileLinks: FileLinkOptions;
  /** In pixels, for now; `setFontSize` changes it. */
  readonly fontSize: number;
  /** Whether Ctrl is held for the next character that is typed. */
  readonly control: Store<boolean>;
  /** Enter was pressed although nothing reads it: the session has ended. */
  readonly onEnterWhenEnded: () => void;
  readonly onFind: () => void;
  /** What it shows has changed. */
  readonly onPicture: () => void;
  readonly onError: (error: unknown) => void;
}

/** Layout settles in bursts while a splitter is dragged; each resize makes the shell redraw. */
const resizeDebounceMs = 80;
const unknownSize = { cols: 0, rows: 0 };

export class TerminalScreen implements TerminalSink, Disposable {
  readonly scrollback = 10_000;
  readonly element = document.createElement('div');
  /** `attaching` until the replay was written. */
  readonly phase: Store<'detached' | 'attaching' | 'attached'> = createStore<
    'detached' | 'attaching' | 'attached'
  >('detached');
  /** Resolves when the first replay stands in the buffer: the next frame shows it. */
  readonly replayed: Promise<void>;
  /** The same for the first text, which a new shell writes only after its empty replay. */
  readonly filled: Promise<void>;
  readonly search: Promise<SearchHandle>;
  /** Whether somebody reads what is typed; set from the kernel's state. */
  live = true;
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #observer: ResizeObserver;
  #link: TerminalLink | null = null;
  /** Grows with each attach, so that a late answer of an earlier one is dropped. */
  #generation = 0;
  #resizeTimer: ReturnType<typeof setTimeout> | null = null;
  #remoteSize = false;
  #disposed = false;
  /** In pixels; null until it is asked for: measuring makes the browser lay the window out. */
  #rowHeight: number | null = null;
  readonly #onReplayed: () => void;
  readonly #onFilled: () => void;

  constructor(private readonly options: TerminalScreenOptions) {
    this.#terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: true,
      cursorStyle: 'bar',
      cursorWidth: 2,
      cursorInactiveStyle: 'outline',
      fontFamily: readToken('--font-mono'),
      fontSize: options.fontSize,
      lineHeight: 1.3,
      letterSpacing: 0,
      fontWeight: 400,
      fontWeightBold: 650,
      scrollback: this.scrollback,
      macOptionIsMeta: true,
      minimumContrastRatio: 3,
      theme: terminalTheme(),
    });
    const [replayed, filled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    [this.replayed, this.#onReplayed] = [replayed.promise, replayed.resolve];
    [this.filled, this.#onFilled] = [filled.promise, filled.resolve];
    this.element.dataset['screen'] = '';
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.onData((data) => this.#typed(data));
    this.#terminal.onBinary((data) => this.#typed(data));
    this.#terminal.onResize(({ cols, rows }) => {
      this.#rowHeight = null;
      if (!this.#remoteSize) this.#link?.resize(cols, rows);
      options.onPicture();
    });
    this.#terminal.onWriteParsed(options.onPicture);
    this.#terminal.onScroll(options.onPicture);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#onKey(event));
    this.#observer = new ResizeObserver(() => this.#scheduleFit());
    this.#observer.observe(this.element);
    this.search = loadAddons(this.#terminal, (url) => options.openLink(url), options.fileLinks);
    void document.fonts.load(`13px ${readToken('--font-mono')}`).then(() => {
      if (this.#disposed) return;
      // Measured with the fallback until now; setting the option anew makes xterm measure again.
      this.#terminal.options.fontFamily = `${readToken('--font-mono')}, monospace`;
      this.#rowHeight = null;
      this.#scheduleFit();
    });
  }

  get mounted(): boolean {
    return this.#terminal.element !== undefined;
  }

  get session(): SessionId | null {
    return this.#link?.session ?? null;
  }

  /** Opens xterm in the element, which must be in the document by now: it measures there. */
  mount(): void {
    if (this.#terminal.element === undefined) this.#terminal.open(this.element);
    this.#fitNow();
  }

  /** Attaches to a session; null is the primary one, which the kernel makes where it is dead. */
  async attach(session: SessionId | null): Promise<void> {
    const generation = ++this.#generation;
    this.#link?.[Symbol.dispose]();
    this.#link = null;
    this.phase.set('attaching');
    const size = this.#proposed() ?? unknownSize;
    try {
      const link = await this.options.connection.attachTerminal(session, size, this);
      if (generation !== this.#generation || this.#disposed) return link[Symbol.dispose]();
      this.#link = link;
      this.phase.set('attached');
    } catch (error) {
      if (generation !== this.#generation) return;
      this.phase.set('detached');
      this.options.onError(error);
    }
  }

  /** The link to the kernel is gone: what is shown is history until the next attach. */
  detach(): void {
    this.#generation++;
    this.#link?.[Symbol.dispose]();
    this.#link = null;
    this.phase.set('detached');
  }

  replay({ cols, rows, data }: { cols: number; rows: number; data: string; live: boolean }): void {
    this.#terminal.reset();
    if (cols > 0 && rows > 0) this.#resizeFromKernel(cols, rows);
    this.#terminal.write(data, () => {
      this.#onReplayed();
      if (data !== '') this.#onFilled();
      // The size follows the tab that is used; a tab in the background takes the session's size as it is.
      if (document.hasFocus()) this.#scheduleFit();
    });
  }

  data(data: string, parsed: () => void): void {
    this.#terminal.write(data, () => {
      this.#onFilled();
      parsed();
    });
  }

  resize(cols: number, rows: number): void {
    this.#resizeFromKernel(cols, rows);
  }

  exit(): void {
    // The kernel's state says it too, and the overlay follows that.
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** A key that the keyboard on a screen lacks. */
  press(key: TouchKey): void {
    this.type(keySequence(key, this.#terminal.modes.applicationCursorKeysMode));
  }

  type(data: string): void {
    this.#terminal.input(data);
  }

  clear(): void {
    this.#terminal.clear();
  }

  refreshTheme(): void {
    this.#terminal.options.theme = terminalTheme();
    this.options.onPicture();
  }

  setFontSize(size: number): void {
    this.#terminal.options.fontSize = size;
    this.#rowHeight = null;
    this.#scheduleFit();
  }

  paste(text: string): void {
    this.#terminal.paste(text);
  }

  selection(): string {
    return this.#terminal.getSelection();
  }

  /** What is shown, for the next load's first frame. May be asked for as the page goes: measured before, if it can be. */
  picture(): { html: string; rowHeight: number; fontSize: number } | null {
    this.#rowHeight ??= this.#measureRow();
    const { theme, fontSize } = this.#terminal.options;
    if (this.#rowHeight === null || theme === undefined || fontSize === undefined) return null;
    return { html: screenHtml(this.#terminal, theme), rowHeight: this.#rowHeight, fontSize };
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.detach();
    this.#observer.disconnect();
    if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer);
    this.#terminal.dispose();
    this.element.remove();
  }

  #measureRow(): number | null {
    const height = this.#terminal.element?.querySelector('.xterm-screen')?.clientHeight ?? 0;
    return height === 0 ? null : height / this.#terminal.rows;
  }

  #typed(keys: string): void {
    const { control } = this.options;
    const data = control.get() ? withControl(keys) : keys;
    control.set(false);
    if (!this.live || this.#link === null) {
      if (data === '\r') this.options.onEnterWhenEnded();
      return;
    }
    // Another tab may have set its size; the one that is typed into wins it back.
    const wanted = this.#proposed();
    if (wanted !== null && (wanted.cols !== this.#terminal.cols || wanted.rows !== this.#terminal.rows))
      this.#fitNow();
    this.#link.write(data);
  }

  #onKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    const key = event.key.toLowerCase();
    if (event.ctrlKey && event.shiftKey && !event.altKey) {
      if (key === 'c') return this.#copy(event);
      if (key === 'v') return false;
      if (key === 'f') {
        event.preventDefault();
        this.options.onFind();
        return false;
      }
    }
    if (event.metaKey && key === 'f') {
      event.preventDefault();
      this.options.onFind();
      return false;
    }
    // With a selection Ctrl-C copies, as in every terminal of a desktop; the next one interrupts.
    if (event.ctrlKey && !event.shiftKey && !event.altKey && key === 'c' && this.#terminal.hasSelection())
      return this.#copy(event);
    // Ctrl-V pastes: the browser's paste event follows by itself.
    if (event.ctrlKey && !event.shiftKey && !event.altKey && key === 'v') return false;
    return true;
  }

  #copy(event: KeyboardEvent): boolean {
    const text = this.#terminal.getSelection();
    if (text === '') return true;
    event.preventDefault();
    navigator.clipboard.writeText(text).then(() => this.#terminal.clearSelection(), this.options.onError);
    return false;
  }

  #proposed(): { cols: number; rows: number } | null {
    if (this.element.clientWidth === 0 || this.element.clientHeight === 0) return null;
    const size = this.#fit.proposeDimensions();
    return size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows) ? null : size;
  }

  #scheduleFit(): void {
    if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer);
    this.#resizeTimer = setTimeout(() => this.#fitNow(), resizeDebounceMs);
  }

  #fitNow(): void {
    this.#resizeTimer = null;
    const size = this.#proposed();
    if (size !== null) this.#terminal.resize(Math.max(2, size.cols), Math.max(1, size.rows));
  }

  #resizeFromKernel(cols: number, rows: number): void {
    this.#remoteSize = true;
    try {
      this.#terminal.resize(cols, rows);
    } finally {
      this.#remoteSize = false;
    }
  }
}
