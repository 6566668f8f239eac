// A WebSocket to another machine: the handshake and the frames that a client library writes to its socket, on one side;
// the browser's own WebSocket on the other. Lives from the upgrade to the end of the connection.

import type { Host } from '../realm.ts';
import { outboundError } from './failure.ts';
import type { OutboundRequest } from './request-reader.ts';
import { closePayload, frame, FrameReader, opcodes, type Message } from './websocket-frames.ts';

/** RFC 6455 section 1.3. */
const handshakeGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Close codes that say there was no close frame, or that only an application may send (RFC 6455 section 7.4). */
const noStatus = 1005;
const normalClosure = 1000;

export interface WebSocketBridgeEvents {
  /** Bytes for the client. */
  emit(bytes: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
}

export class WebSocketBridge {
  readonly #socket: WebSocket;
  readonly #events: WebSocketBridgeEvents;
  readonly #frames: FrameReader;
  readonly #encoder: TextEncoder;
  readonly #decoder: TextDecoder;
  #open = false;

  constructor(host: Host, url: string, request: OutboundRequest, events: WebSocketBridgeEvents) {
    this.#events = events;
    this.#encoder = new host.TextEncoder();
    this.#decoder = new host.TextDecoder();
    const header = (name: string): string =>
      request.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
    const protocols = header('sec-websocket-protocol')
      .split(/\s*,\s*/)
      .filter((name) => name !== '');
    this.#socket = new host.WebSocket(url, protocols);
    this.#socket.binaryType = 'arraybuffer';
    this.#frames = new FrameReader((message) => this.#fromClient(message));
    this.#socket.onopen = () => void this.#accept(host, header('sec-websocket-key'));
    this.#socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') events.emit(frame(opcodes.text, this.#encoder.encode(data)));
      else events.emit(frame(opcodes.binary, new Uint8Array(data)));
    };
    this.#socket.onclose = ({ code, reason }) => {
      if (this.#open) {
        const payload =
          code === noStatus ? new Uint8Array(0) : closePayload(code, this.#encoder.encode(reason));
        events.emit(frame(opcodes.close, payload));
        events.end();
      } else {
        events.fail(
          outboundError(
            'ERR_HOLDFAST_FETCH_REFUSED',
            `Cannot open a WebSocket to ${url}: the browser says no more`,
          ),
        );
      }
    };
  }

  /** Bytes from the client, after its handshake. */
  write(bytes: Uint8Array): void {
    this.#frames.push(bytes);
  }
  close(): void {
    this.#open = false;
    this.#socket.onclose = null;
    this.#socket.close();
  }

  async #accept(host: Host, key: string): Promise<void> {
    const digest = await host.crypto.subtle.digest('SHA-1', this.#encoder.encode(key + handshakeGuid));
    const accept = btoa(String.fromCharCode(...new Uint8Array(digest)));
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
    ];
    if (this.#socket.protocol !== '') lines.push(`Sec-WebSocket-Protocol: ${this.#socket.protocol}`);
    this.#open = true;
    this.#events.emit(this.#encoder.encode(`${lines.join('\r\n')}\r\n\r\n`));
  }

  #fromClient({ opcode, payload }: Message): void {
    switch (opcode) {
      case opcodes.text:
        this.#socket.send(this.#decoder.decode(payload));
        break;
      case opcodes.binary:
        this.#socket.send(payload);
        break;
      case opcodes.ping:
        // The browser keeps its own connection alive; the client wants an answer.
        this.#events.emit(frame(opcodes.pong, payload));
        break;
      case opcodes.close: {
        const code = payload.byteLength >= 2 ? new DataView(payload.buffer).getUint16(0) : normalClosure;
        const reason = this.#decoder.decode(payload.subarray(2));
        // A browser lets a page close with 1000 and its own codes only.
        if (code === normalClosure || code >= 3000) this.#socket.close(code, reason);
        else this.#socket.close();
        break;
      }
    }
  }
}
