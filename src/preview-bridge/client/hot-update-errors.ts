// Vite tells a page what it cannot build, and the page shows it in an overlay. The terminal need not say it: errors of plugins
// that look at an edit before anything is transformed (Vue, Svelte) go to the pages alone. So the IDE hears of them here.

import type { Port } from '../../../worker/protocol/ids.ts';
import type { Tell } from './page-reports.ts';

/** As Vite's `ErrorPayload` (vite/types/hmrPayload.d.ts), which plugins fill as they like. */
interface ErrorPayload {
  readonly err: {
    readonly message?: unknown;
    readonly id?: unknown;
    readonly loc?: { readonly file?: unknown; readonly line?: unknown; readonly column?: unknown };
  };
}

const maxWords = 20_000;

/** `socket` is open; nothing happens where it is not Vite's. */
export function watchHotUpdates(socket: WebSocket, port: Port, tell: Tell): void {
  if (socket.protocol !== 'vite-hmr') return;
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const err = errorIn(data);
    if (err === undefined) return;
    const { message, id, loc } = err;
    const file = typeof loc?.file === 'string' ? loc.file : id;
    tell({
      holdfast: 'hot-update-error',
      error: {
        port,
        message: String(message).slice(0, maxWords),
        ...(typeof file === 'string' ? { file } : {}),
        ...(typeof loc?.line === 'number' ? { line: loc.line } : {}),
        ...(typeof loc?.column === 'number' ? { column: loc.column } : {}),
      },
    });
  });
}

function errorIn(data: unknown): ErrorPayload['err'] | undefined {
  // Updates are not parsed twice.
  if (typeof data !== 'string' || !data.startsWith('{"type":"error"')) return undefined;
  try {
    return (JSON.parse(data) as ErrorPayload).err;
  } catch {
    return undefined;
  }
}
