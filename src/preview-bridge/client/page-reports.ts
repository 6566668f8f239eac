// What a previewed page tells the IDE's window that frames it: where it is, and its errors (as `preview-message` events of
// the WebContainer API describe them). And what it does on the IDE's word: back, forward, reload.

import type { InjectedConfig } from '../../../worker/preview/injected-config.ts';
import type { MessageFromPreview, MessageToPreview } from '../../../worker/preview/injected-messages.ts';

/** As @webcontainer/api's PreviewMessageType names them. */
type ReportType = 'PREVIEW_UNCAUGHT_EXCEPTION' | 'PREVIEW_UNHANDLED_REJECTION' | 'PREVIEW_CONSOLE_ERROR';

export function reportPage(window: Window & typeof globalThis, config: InjectedConfig): void {
  if (window.parent === window) return;
  const { location, document, history, console } = window;
  const tell = (message: object): void => {
    try {
      window.parent.postMessage(message, config.ide);
    } catch {
      // An argument that cannot be cloned: the page goes on without having told.
    }
  };

  let last = '';
  const locate = (): void => {
    const now = `${location.href}\n${document.title}`;
    if (now === last) return;
    last = now;
    tell({ holdfast: 'location', href: location.href, title: document.title } satisfies MessageFromPreview);
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
  window.addEventListener('message', (event: MessageEvent<MessageToPreview | null>) => {
    if (event.source !== window.parent || event.origin !== config.ide || event.data === null) return;
    switch (event.data.holdfast) {
      case 'navigate':
        location.assign(event.data.href);
        return;
      case 'back':
        history.back();
        return;
      case 'forward':
        history.forward();
        return;
      case 'reload':
        location.reload();
    }
  });

  const report = (
    type: ReportType,
    detail: { message: string; stack: string | undefined; args?: string[] },
  ): void => {
    const { pathname, search, hash } = location;
    const previewId = `${config.project}:${config.port}`;
    tell({
      holdfast: 'preview-message',
      message: { type, previewId, port: config.port, pathname, search, hash, ...detail },
    });
  };
  const describe = (thrown: unknown): { message: string; stack: string | undefined } =>
    thrown instanceof Error
      ? { message: thrown.message, stack: thrown.stack }
      : { message: String(thrown), stack: undefined };
  window.addEventListener('error', (event) => {
    if (event.error !== null && event.error !== undefined)
      report('PREVIEW_UNCAUGHT_EXCEPTION', describe(event.error));
  });
  window.addEventListener('unhandledrejection', (event) => {
    report('PREVIEW_UNHANDLED_REJECTION', describe(event.reason));
  });
  const nativeError = console.error.bind(console);
  console.error = (...args: unknown[]) => {
    nativeError(...args);
    const texts = args.map((each) => (typeof each === 'string' ? each : describe(each).message));
    report('PREVIEW_CONSOLE_ERROR', { message: texts.join(' '), stack: new Error().stack, args: texts });
  };
}
