// The window as the tab last showed it, painted by a reload in its first frame (the script in index.html) until the kernel
// has answered. It is a picture: nothing in it can be used or found by its role, what the kernel says is replaced by
// "Reconnecting", and it goes as soon as the real screen is painted or the kernel cannot be reached.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';

/** index.html reads the same. */
const storageKey = (project: ProjectId): string => `holdfast:previous:${project}`;
const elementId = 'previous';

/** Once attached the real screen is a replay away; where there is no terminal to replay, this is when the picture goes. */
const afterAttachedMs = 400;
/** More is no screen, and session storage is small. */
const largestHtml = 600_000;

interface Shown {
  readonly document: Document;
  readonly storage: Pick<Storage, 'setItem' | 'removeItem'>;
  readonly project: ProjectId;
  /** Rows of the terminal that is shown, as HTML. */
  readonly terminal: () => {
    readonly html: string;
    readonly rowHeight: number;
    readonly fontSize: number;
  } | null;
  /** Calls back when those rows have changed. */
  readonly onTerminal: (changed: () => void) => () => void;
  /** Calls back when the page has nothing better to do. */
  readonly whenIdle: (callback: () => void) => void;
}

/** How long the window may change before it is kept anew: not at every letter that is typed. */
const settleMs = 1_000;
/** What moves by itself: the terminal's rows are read from its buffer, the rest is not kept. */
const restless =
  '[data-screen], .cursors-layer, [data-clock], [data-testid="status"], [data-testid^="status-"]';
const watched: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
};
/** Stands in a copy for the terminal's rows. No document has this character. */
const rowsMark = '\u0000';

/**
 * Keeps the window's picture for the next load, beforehand where it can: the next page waits for what this one does as it
 * goes. Lives as long as the project is shown.
 */
export class ScreenKeeper implements Disposable {
  /** Markup of the window as it is now, but for the terminal's rows; null where it has changed since it was copied. */
  #copy: string | null = null;
  /** Storage has the window as it is now, rows and all. */
  #isKept = false;
  #isDue = false;
  readonly #observer: MutationObserver;
  readonly #onPageHide = (): void => this.#keep();
  readonly #onChange = (): void => this.#changed();
  readonly #unsubscribe: () => void;

  constructor(private readonly shown: Shown) {
    const view = shown.document.defaultView;
    this.#observer = new MutationObserver((records) => {
      if (records.some(({ target }) => elementOf(target)?.closest(restless) == null)) this.#changed();
    });
    view?.addEventListener('resize', this.#onChange);
    view?.addEventListener('pagehide', this.#onPageHide);
    this.#unsubscribe = shown.onTerminal(() => this.#plan());
    this.#changed();
  }

  [Symbol.dispose](): void {
    const view = this.shown.document.defaultView;
    view?.removeEventListener('resize', this.#onChange);
    view?.removeEventListener('pagehide', this.#onPageHide);
    this.#unsubscribe();
    this.#observer.disconnect();
    // Nothing is due any more.
    this.#isDue = true;
  }

  #changed(): void {
    this.#copy = null;
    this.#observer.disconnect();
    this.#plan();
  }

  #plan(): void {
    this.#isKept = false;
    if (this.#isDue) return;
    this.#isDue = true;
    const { document, whenIdle } = this.shown;
    document.defaultView?.setTimeout(() => whenIdle(() => this.#take()), settleMs);
  }

  #take(): void {
    const root = rootOf(this.shown.document);
    if (root === null) return;
    this.#isDue = false;
    if (this.#copy === null) {
      this.#copy = copyOf(root);
      this.#observer.observe(root, watched);
    }
    this.#keep();
  }

  #keep(): void {
    const { document, storage, project } = this.shown;
    const view = document.defaultView;
    const root = rootOf(document);
    if (this.#isKept || view === null || root === null) return;
    const [before = '', after = ''] = (this.#copy ?? copyOf(root)).split(rowsMark);
    const html = before + terminalHtml(this.shown.terminal()) + after;
    try {
      if (html.length > largestHtml) return storage.removeItem(storageKey(project));
      const { innerWidth: width, innerHeight: height } = view;
      const theme = document.documentElement.dataset['theme'];
      storage.setItem(
        storageKey(project),
        JSON.stringify({ html, width, height, theme, build: build(document) }),
      );
      this.#isKept = this.#copy !== null;
    } catch {
      // Storage is full: the next load starts with an empty window.
    }
  }
}

function rootOf(document: Document): HTMLElement | null {
  return document.getElementById('root');
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}

function terminalHtml(terminal: ReturnType<Shown['terminal']>): string {
  if (terminal === null) return '';
  const { html, rowHeight, fontSize } = terminal;
  return `<div style="font-size:${fontSize}px;line-height:${rowHeight}px">${html}</div>`;
}

/** The markup of the window, with nothing in it that could be used or found by its role, nor any word of the kernel's. */
function copyOf(root: HTMLElement): string {
  const editor = editorHtml(root);
  const copy = root.cloneNode(true) as HTMLElement;
  for (const part of copy.querySelectorAll(
    'iframe, canvas, script, [role="dialog"], [role="log"], [data-on-hover]',
  ))
    part.remove();
  const monaco = copy.querySelector('.monaco-editor');
  if (monaco !== null) monaco.outerHTML = editor;
  for (const screen of copy.querySelectorAll('[data-screen]'))
    screen.textContent = screen.closest('[data-active]') === null ? '' : rowsMark;
  const status = copy.querySelector('[data-testid="status"]');
  if (status !== null) status.textContent = 'Reconnecting to the machine…';
  for (const fact of copy.querySelectorAll('[data-testid^="status-"]')) fact.remove();
  for (const clock of copy.querySelectorAll<HTMLElement>('[data-clock]')) clock.style.visibility = 'hidden';
  for (const tone of copy.querySelectorAll('[data-tone]')) tone.setAttribute('data-tone', 'busy');
  for (const element of copy.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (/^(id|role|tabindex|name|for|href|title|type|data-testid|data-session|aria-.*)$/.test(name))
        element.removeAttribute(name);
  return copy.innerHTML;
}

/** Takes the picture away when the real screen stands. */
export function dropPreviousScreen(
  document: Document,
  connection: KernelConnection,
  painted: Promise<unknown>,
): void {
  const drop = () => {
    unsubscribe();
    document.getElementById(elementId)?.remove();
  };
  const look = () => {
    const { link } = connection.getSnapshot();
    if (link === 'attached') setTimeout(drop, afterAttachedMs);
    else if (link !== 'connecting') drop();
  };
  const unsubscribe = connection.subscribe(look);
  look();
  // In the frame that paints what was written.
  void painted.then(() => requestAnimationFrame(() => requestAnimationFrame(drop)));
}

/** Class names belong to one build's styles. */
function build(document: Document): string | null {
  return document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]')?.href ?? null;
}

/** The visible lines of the editor, each at its place and in its colours. */
function editorHtml(root: HTMLElement): string {
  const editor = root.querySelector<HTMLElement>('.monaco-editor');
  const first = editor?.querySelector('.view-line');
  if (editor == null || first == null) return '';
  const box = editor.getBoundingClientRect();
  const { fontFamily, fontSize, lineHeight } = getComputedStyle(first);
  const colors = new Map<string, string>();
  const colorOf = (element: Element) => {
    const known = colors.get(element.className);
    if (known !== undefined) return known;
    const { color } = getComputedStyle(element);
    colors.set(element.className, color);
    return color;
  };
  const picture = document.createElement('div');
  picture.style.cssText = `position:absolute;inset:0;overflow:hidden;white-space:pre;font-size:${fontSize};line-height:${lineHeight}`;
  picture.style.fontFamily = fontFamily;
  for (const line of editor.querySelectorAll('.line-numbers, .view-line')) {
    const at = line.getBoundingClientRect();
    const row = picture.appendChild(document.createElement('div'));
    row.style.cssText = `position:absolute;left:${at.left - box.left}px;top:${at.top - box.top}px`;
    const spans = line.querySelectorAll('span > span');
    for (const part of spans.length === 0 ? [line] : spans) {
      const text = row.appendChild(document.createElement('span'));
      text.style.color = colorOf(part);
      text.textContent = part.textContent;
    }
    if (spans.length === 0) row.style.cssText += `;width:${at.width}px;text-align:right`;
  }
  return picture.outerHTML;
}
