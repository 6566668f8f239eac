// What a previewed page tells the IDE's window that frames it: where it is, and its errors (as `preview-message` events of
// the WebContainer API describe them). And what it does on the IDE's word: back, forward, reload.

import type { InjectedConfig } from '../../../worker/preview/injected-config.ts';
import type { MessageFromPreview, MessageToPreview } from '../../../worker/preview/injected-messages.ts';
import type { PreviewReport } from '../../../worker/protocol/preview-message.ts';

/** A page that logs whole documents must not choke the machine with them. */
const maxWords = 20_000;

export type Tell = (message: MessageFromPreview) => void;

/** What else the IDE shall hear goes through what this returns; nobody hears a page in a tab of its own. */
export function reportPage(window: Window & typeof globalThis, config: InjectedConfig): Tell {
  if (window.parent === window) return () => undefined;
  const { location, document, history, console } = window;
  // History.back() with nothing before it in this frame would take the IDE around it away. Not in every browser yet.
  const navigation: Navigation | undefined = window.navigation;
  const tell: Tell = (message) => {
    try {
      window.parent.postMessage(message, config.ide);
    } catch {
      // An argument that cannot be cloned: the page goes on without having told.
    }
  };

  let last = '';
  const locate = (): void => {
    const canGoBack = navigation?.canGoBack ?? false;
    const canGoForward = navigation?.canGoForward ?? false;
    const now = [location.href, document.title, canGoBack, canGoForward].join('\n');
    if (now === last) return;
    last = now;
    tell({ holdfast: 'location', href: location.href, title: document.title, canGoBack, canGoForward });
  };
  for (const method of ['pushState', 'replaceState'] as const) {
    const native = history[method].bind(history);
    history[method] = (...args: Parameters<History['pushState']>) => {
      native(...args);
      locate();
    };
  }
  for (const type of ['popstate', 'hashchange', 'DOMContentLoaded', 'load', 'pageshow'])
    window.addEventListener(type, locate);
  window.addEventListener('pagehide', () => tell({ holdfast: 'leaving' }));
  navigation?.addEventListener('currententrychange', locate);
  window.addEventListener('message', (event: MessageEvent<MessageToPreview | null>) => {
    if (event.source !== window.parent || event.origin !== config.ide || event.data === null) return;
    switch (event.data.holdfast) {
      case 'back':
        if (navigation?.canGoBack === true) navigation.back();
        return;
      case 'forward':
        if (navigation?.canGoForward === true) navigation.forward();
        return;
      case 'reload':
        location.reload();
    }
  });

  const place = () => {
    const { pathname, search, hash } = location;
    return { previewId: `${config.project}:${config.port}`, port: config.port, pathname, search, hash };
  };
  const report = (message: PreviewReport): void => tell({ holdfast: 'preview-message', message });
  const describe = (thrown: unknown): { message: string; stack: string | undefined } =>
    thrown instanceof Error
      ? { message: cut(thrown.message), stack: cut(thrown.stack ?? '') }
      : { message: cut(String(thrown)), stack: undefined };
  window.addEventListener('error', (event) => {
    if (event.error !== null && event.error !== undefined)
      report({ ...place(), type: 'PREVIEW_UNCAUGHT_EXCEPTION', ...describe(event.error) });
  });
  window.addEventListener('unhandledrejection', (event) => {
    report({ ...place(), type: 'PREVIEW_UNHANDLED_REJECTION', ...describe(event.reason) });
  });
  const nativeError = console.error.bind(console);
  console.error = (...args: unknown[]) => {
    nativeError(...args);
    const texts = args.map((each) => (typeof each === 'string' ? cut(each) : describe(each).message));
    const stack = cut(new Error().stack ?? '');
    report({ ...place(), type: 'PREVIEW_CONSOLE_ERROR', args: texts, stack });
  };
  return tell;
}

function cut(text: string): string {
  return text.slice(0, maxWords);
}
