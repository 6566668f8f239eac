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
  readonly terminal: { readonly html: string; readonly rowHeight: number } | null;
}

/** To be called when the page goes. */
export function keepPreviousScreen({ document, storage, project, terminal }: Shown): void {
  const view = document.defaultView;
  const root = document.getElementById('root');
  if (view === null || root === null) return;
  const editor = editorHtml(root);
  const copy = root.cloneNode(true) as HTMLElement;
  for (const part of copy.querySelectorAll('iframe, canvas, script, [role="dialog"], [role="log"]'))
    part.remove();
  const monaco = copy.querySelector('.monaco-editor');
  if (monaco !== null) monaco.outerHTML = editor;
  for (const screen of copy.querySelectorAll<HTMLElement>('[data-screen]')) {
    const shown = screen.closest('[data-active]') !== null && terminal !== null;
    screen.innerHTML = shown ? terminal.html : '';
    if (shown) screen.style.setProperty('--row', `${terminal.rowHeight}px`);
  }
  const status = copy.querySelector('[data-testid="status"]');
  if (status !== null) status.textContent = 'Reconnecting to the machine…';
  for (const fact of copy.querySelectorAll('[data-testid^="status-"]')) fact.remove();
  for (const tone of copy.querySelectorAll('[data-tone]')) tone.setAttribute('data-tone', 'busy');
  for (const element of copy.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (/^(id|role|tabindex|name|for|href|title|type|data-testid|data-session|aria-.*)$/.test(name))
        element.removeAttribute(name);
  const { innerHTML: html } = copy;
  try {
    if (html.length > largestHtml) return storage.removeItem(storageKey(project));
    const { innerWidth: width, innerHeight: height } = view;
    const theme = document.documentElement.dataset['theme'];
    storage.setItem(
      storageKey(project),
      JSON.stringify({ html, width, height, theme, build: build(document) }),
    );
  } catch {
    // Storage is full: the next load starts with an empty window.
  }
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
