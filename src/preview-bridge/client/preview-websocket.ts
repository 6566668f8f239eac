// The WebSocket of previewed pages, for addresses of the machine: a service worker sees no WebSockets, so this speaks RFC
// 6455 itself over a virtual connection. Other addresses get the browser's own.

import { HttpClient } from '../../../worker/preview/http/http-client.ts';
import { headerOf } from '../../../worker/preview/http/http-message.ts';
import {
  closePayload,
  encodeFrame,
  FrameError,
  FrameReader,
  opcodes,
} from '../../../worker/preview/websocket-frames.ts';
import type { Connection } from '../../../worker/os/process-context.ts';
import type { Port } from '../../../worker/protocol/ids.ts';

interface WebSocketHost {
  /** The virtual port that an address leads to and the path there, or null: it is not of this machine. */
  readonly locate: (url: URL) => { readonly port: Port; readonly target: string } | null;
  readonly connect: (port: Port) => Connection;
  readonly cookies: () => string;
  /** Before the page hears of it. */
  readonly onOpen: (socket: WebSocket) => void;
}

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** RFC 6455: who has sent a close frame waits this long for the other's. */
const closeMs = 3_000;

/** The class to put in the place of `NativeWebSocket`. */
export function createWebSocketClass(
  NativeWebSocket: typeof WebSocket,
  host: WebSocketHost,
): typeof WebSocket {
  class PreviewWebSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSING = 2;
    readonly CLOSED = 3;
    binaryType: BinaryType = 'blob';
    extensions = '';
    protocol = '';
    readyState = 0;
    bufferedAmount = 0;
    readonly url: string;
    #connection: Connection | null = null;
    #closing: { code: number; reason: string } | null = null;
    #timer: ReturnType<typeof setTimeout> | undefined;
    /** A message that is a Blob is read before it is sent; what comes after it waits. */
    #sending: Promise<void> = Promise.resolve();

    constructor(url: URL, protocols: readonly string[], port: Port, target: string) {
      super();
      this.url = url.href;
      this.#open(port, target, protocols).catch(() => this.#fail());
    }

    send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (this.readyState === 0)
        throw new DOMException(
          "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.",
          'InvalidStateError',
        );
      const size =
        typeof data === 'string' ? data.length : data instanceof Blob ? data.size : data.byteLength;
      this.bufferedAmount += size;
      if (this.readyState !== 1) return;
      const bytes = toBytes(data);
      const opcode = typeof data === 'string' ? opcodes.text : opcodes.binary;
      this.#sending = this.#sending.then(async () => {
        this.#write(opcode, bytes instanceof Uint8Array ? bytes : await bytes, size);
      });
    }

    close(code?: number, reason = ''): void {
      if (code !== undefined && code !== 1000 && (code < 3000 || code > 4999))
        throw new DOMException(
          `Failed to execute 'close' on 'WebSocket': The close code must be either 1000, or between 3000 and 4999. ${code} is neither.`,
          'InvalidAccessError',
        );
      if (new TextEncoder().encode(reason).length > 123)
        throw new DOMException(
          "Failed to execute 'close' on 'WebSocket': The close reason must not be greater than 123 UTF-8 bytes.",
          'SyntaxError',
        );
      if (this.readyState >= 2) return;
      const wasOpen = this.readyState === 1;
      this.readyState = 2;
      if (!wasOpen) {
        this.#fail();
        return;
      }
      this.#sending = this.#sending.then(() =>
        this.#write(opcodes.close, closePayload(code ?? null, reason), 0),
      );
      this.#timer = setTimeout(() => this.#closed(1006, '', false), closeMs);
    }

    async #open(port: Port, target: string, protocols: readonly string[]): Promise<void> {
      const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
      const cookies = host.cookies();
      const { response, connection, head } = await new HttpClient(host.connect).upgrade(port, {
        method: 'GET',
        target,
        headers: [
          ['Host', `localhost:${port}`],
          ['Connection', 'Upgrade'],
          ['Upgrade', 'websocket'],
          ['Sec-WebSocket-Version', '13'],
          ['Sec-WebSocket-Key', key],
          ['Origin', `http://localhost:${port}`],
          ['User-Agent', navigator.userAgent],
          ...(protocols.length > 0 ? [['Sec-WebSocket-Protocol', protocols.join(', ')] as const] : []),
          ...(cookies === '' ? [] : [['Cookie', cookies] as const]),
        ],
      });
      const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(key + magic));
      const accept = btoa(String.fromCharCode(...new Uint8Array(digest)));
      const chosen = headerOf(response.headers, 'sec-websocket-protocol') ?? '';
      const agreed =
        headerOf(response.headers, 'sec-websocket-accept') === accept &&
        (chosen === '' || protocols.includes(chosen));
      if (connection === null || !agreed || this.readyState !== 0) {
        connection?.reset();
        this.#fail();
        return;
      }
      this.#connection = connection;
      this.protocol = chosen;
      this.readyState = 1;
      const reader = new FrameReader({
        onMessage: (kind, data) => this.#message(kind, data),
        onPing: (payload) => this.#write(opcodes.pong, payload.slice(), 0),
        onClose: (code, reason) => this.#closeFrame(code, reason),
      });
      const push = (chunk: Uint8Array): void => {
        try {
          reader.push(chunk);
        } catch (error) {
          this.#write(opcodes.close, closePayload(error instanceof FrameError ? error.code : 1002, ''), 0);
          this.dispatchEvent(new Event('error'));
          this.#closed(1006, '', false);
        }
      };
      connection.onClose(() => this.#ended());
      window.addEventListener('pagehide', this.#pageHides);
      host.onOpen(this as unknown as WebSocket);
      this.dispatchEvent(new Event('open'));
      push(head);
      connection.start(push, () => this.#ended());
    }

    #message(kind: 'text' | 'binary', bytes: Uint8Array): void {
      if (this.readyState !== 1) return;
      const data =
        kind === 'text'
          ? new TextDecoder().decode(bytes)
          : this.binaryType === 'blob'
            ? new Blob([bytes.slice()])
            : bytes.slice().buffer;
      this.dispatchEvent(new MessageEvent('message', { data, origin: new URL(this.url).origin }));
    }

    #closeFrame(code: number, reason: string): void {
      this.#closing = { code, reason };
      if (this.readyState === 1) {
        this.readyState = 2;
        this.#write(opcodes.close, closePayload(code === 1005 ? null : code, ''), 0);
      }
      this.#connection?.end();
      this.#closed(code, reason, true);
    }

    #write(opcode: (typeof opcodes)[keyof typeof opcodes], payload: Uint8Array, counted: number): void {
      const mask = crypto.getRandomValues(new Uint8Array(4));
      this.#connection?.write(encodeFrame(opcode, payload, mask), () => {
        this.bufferedAmount = Math.max(0, this.bufferedAmount - counted);
      });
    }

    #ended(): void {
      if (this.#closing !== null) this.#closed(this.#closing.code, this.#closing.reason, true);
      else this.#closed(1006, '', false);
    }

    /**
     * Its ports would tell the server only once the page is collected: later than the next page asks for anything, and what
     * is sent to all clients meanwhile (Vite's errors) would be lost.
     */
    readonly #pageHides = ({ persisted }: PageTransitionEvent): void => {
      this.#write(opcodes.close, closePayload(1001, ''), 0);
      this.#connection?.end();
      // As the browser's own: a page that is gone hears of nothing, and one that may be shown again must.
      if (persisted) this.#closed(1001, '', true);
    };

    #fail(): void {
      if (this.readyState === 3) return;
      queueMicrotask(() => {
        if (this.readyState === 3) return;
        this.dispatchEvent(new Event('error'));
        this.#closed(1006, '', false);
      });
    }

    #closed(code: number, reason: string, wasClean: boolean): void {
      if (this.readyState === 3) return;
      clearTimeout(this.#timer);
      window.removeEventListener('pagehide', this.#pageHides);
      this.readyState = 3;
      if (!wasClean) this.#connection?.reset();
      this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
    }
  }

  for (const type of ['open', 'message', 'error', 'close']) defineHandler(PreviewWebSocket.prototype, type);

  /** `new WebSocket(…)` decides by the address. */
  function construct(url: string | URL, protocols?: string | string[]): WebSocket {
    const address = new URL(url, document.baseURI);
    if (address.protocol === 'http:') address.protocol = 'ws:';
    if (address.protocol === 'https:') address.protocol = 'wss:';
    const place = /^wss?:$/.test(address.protocol) ? host.locate(address) : null;
    if (place === null) return new NativeWebSocket(url, protocols);
    const list = protocols === undefined ? [] : typeof protocols === 'string' ? [protocols] : [...protocols];
    if (new Set(list).size < list.length || list.some((each) => !/^[\w!#$%&'*+.^`|~-]+$/.test(each)))
      throw new DOMException("Failed to construct 'WebSocket': The subprotocol is invalid.", 'SyntaxError');
    return new PreviewWebSocket(address, list, place.port, place.target) as unknown as WebSocket;
  }
  return new Proxy(NativeWebSocket, {
    construct: (_native, [url, protocols]: [string | URL, string | string[] | undefined]) =>
      construct(url, protocols),
    get: (native, property) =>
      // So that `instanceof WebSocket` holds for both.
      property === Symbol.hasInstance
        ? (value: unknown) => value instanceof PreviewWebSocket || value instanceof native
        : (Reflect.get(native, property) as unknown),
  });
}

function toBytes(data: string | ArrayBufferLike | Blob | ArrayBufferView): Uint8Array | Promise<Uint8Array> {
  if (typeof data === 'string') return new TextEncoder().encode(data.toWellFormed());
  if (data instanceof Blob) return data.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return new Uint8Array(data).slice();
}

/** An event handler attribute: `onopen` and the like. */
function defineHandler(prototype: EventTarget, type: string): void {
  const handlers = new WeakMap<EventTarget, { value: unknown; listener: (event: Event) => void }>();
  Object.defineProperty(prototype, `on${type}`, {
    configurable: true,
    enumerable: true,
    get(this: EventTarget) {
      return handlers.get(this)?.value ?? null;
    },
    set(this: EventTarget, value: unknown) {
      const old = handlers.get(this);
      if (old !== undefined) this.removeEventListener(type, old.listener);
      handlers.delete(this);
      if (typeof value !== 'function') return;
      const listener = (event: Event): void => {
        (value as (this: EventTarget, event: Event) => void).call(this, event);
      };
      handlers.set(this, { value, listener });
      this.addEventListener(type, listener);
    },
  });
}
