// Entry of the client that the service worker puts into every previewed page, before any script of the page's own: it brings
// what a service worker cannot give (WebSocket, document.cookie), tells the IDE where the page is, and in a tab of its own
// gets the service worker its links. Bundled into one classic script.

import type { InjectedConfig, PageToWorker } from '../../worker/preview/injected-config.ts';
import { connectFromOutside } from '../../worker/preview/outside-connection.ts';
import type { Port } from '../../worker/protocol/ids.ts';
import { previewPrefix, type NeedLink } from '../../worker/protocol/preview-link.ts';
import { watchHotUpdates } from './client/hot-update-errors.ts';
import { replaceCookies } from './client/page-cookies.ts';
import { reportPage } from './client/page-reports.ts';
import { createWebSocketClass } from './client/preview-websocket.ts';
import { LinkFrame } from './link-frame.ts';

function start(config: InjectedConfig): void {
  const { serviceWorker } = navigator;
  const cookies = replaceCookies(window, config);
  const tell = reportPage(window, config);

  window.WebSocket = createWebSocketClass(window.WebSocket, {
    cookies,
    onOpen: (socket) => watchHotUpdates(socket, config.port, tell),
    connect: (port) => {
      const { controller } = serviceWorker;
      const connection = connectFromOutside(port, (end, life) => {
        const message: PageToWorker = { holdfast: 'connect', project: config.project, port, end, life };
        controller?.postMessage(message, [end, life]);
      });
      if (controller === null) connection.abort('ECONNREFUSED');
      return connection;
    },
    locate: (url) => {
      if (url.host === location.host) {
        const below = url.pathname.startsWith(config.base) && config.base.startsWith(previewPrefix);
        const path = below ? `/${url.pathname.slice(config.base.length)}` : url.pathname;
        return { port: config.port, target: path + url.search };
      }
      // A server that is named as the machine's programs name it.
      const local = /^(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)$/.test(url.hostname) && url.port !== '';
      return local ? { port: Number(url.port) as Port, target: url.pathname + url.search } : null;
    },
  });

  // In a frame of the IDE the bridge beside it gives the links.
  if (window.parent !== window) return;
  const frame = new LinkFrame(window, config.ide);
  serviceWorker.addEventListener('message', (event: MessageEvent<NeedLink | null>) => {
    if (event.data?.holdfast !== 'need-link') return;
    void frame.get(config.project).then((link) => {
      if (link !== null) serviceWorker.controller?.postMessage(link, [link.link]);
    });
  });
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.dataset['config'] !== undefined) {
  const config = JSON.parse(script.dataset['config']) as InjectedConfig;
  script.remove();
  if ('serviceWorker' in navigator) start(config);
}
