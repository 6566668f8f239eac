// document.cookie of a previewed page, kept in the service worker's jar of the project: the browser's own cookies know no
// ports, so that previews and the IDE would share theirs.

import type {
  CookiesChanged,
  InjectedConfig,
  PageToWorker,
} from '../../../worker/preview/injected-config.ts';
import { CookieJar } from '../../../worker/preview/cookie-jar.ts';

/** Returns a reader of what document.cookie is now. */
export function replaceCookies(window: Window & typeof globalThis, config: InjectedConfig): () => string {
  const { serviceWorker } = window.navigator;
  let visible = config.cookies;
  serviceWorker.addEventListener('message', (event: MessageEvent<CookiesChanged | null>) => {
    if (event.data?.holdfast === 'cookies') visible = event.data.visible;
  });
  serviceWorker.startMessages();
  const path = (): string => `/${window.location.pathname.slice(config.base.length)}`;
  Object.defineProperty(window.Document.prototype, 'cookie', {
    configurable: true,
    enumerable: true,
    get: () => visible,
    set: (value: unknown) => {
      const field = String(value);
      visible = withCookie(visible, field, path());
      const message = { holdfast: 'set-cookie', project: config.project, path: path(), field } as const;
      serviceWorker.controller?.postMessage(message satisfies PageToWorker);
    },
  });
  return () => visible;
}

/** What is visible after an assignment, at once: the service worker's word comes later. */
function withCookie(visible: string, field: string, path: string): string {
  const jar = new CookieJar([], () => Date.now());
  for (const pair of visible === '' ? [] : visible.split('; '))
    jar.set(`${pair}; Path=${path}`, path, 'script');
  const [pair = '', ...attributes] = field.split(';');
  const given = attributes.filter((each) => !/^\s*path\s*=/i.test(each));
  jar.set([pair, ...given, ` Path=${path}`].join(';'), path, 'script');
  return jar.visible(path);
}
