import { describe, expect, it, vi } from 'vitest';
import type { Host } from '../realm.ts';
import { HttpBridge } from './http-bridge.ts';
import { frame, FrameReader, opcodes, type Message } from './websocket-frames.ts';

/** The browser's side, driven by the test. */
class FakeWebSocket {
  static last: FakeWebSocket;
  binaryType = '';
  protocol = 'chat';
  sent: unknown[] = [];
  closed: unknown[] | undefined;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeWebSocket.last = this;
  }
  send(data: unknown) {
    this.sent.push(data);
  }
  close(...args: unknown[]) {
    this.closed = args;
  }
}

/** A client's frame: masked, as RFC 6455 section 5.3 wants it. */
function masked(opcode: number, text: string, final = true): Uint8Array {
  const payload = new TextEncoder().encode(text);
  const mask = [1, 2, 3, 4];
  const body = payload.map((byte, i) => byte ^ (mask[i & 3] ?? 0));
  return Uint8Array.from([(final ? 0x80 : 0) | opcode, 0x80 | payload.length, ...mask, ...body]);
}

describe('a WebSocket to another machine', () => {
  it('shakes hands, carries messages both ways, and closes', async () => {
    const output: Uint8Array[] = [];
    let ended = false;
    const channel = new HttpBridge({
      host: {
        URL,
        crypto,
        AbortController,
        TextDecoder,
        TextEncoder,
        WebSocket: FakeWebSocket,
      } as unknown as Host,
      authority: { name: 'echo.dev', port: 443 },
      onFailure: () => {},
    });
    channel.secure();
    channel.start(
      (chunk) => output.push(chunk),
      () => (ended = true),
    );
    const write = (bytes: Uint8Array) => channel.write(bytes, () => {});
    write(
      new TextEncoder().encode(
        'GET /socket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, other\r\n\r\n',
      ),
    );
    const browser = FakeWebSocket.last;
    expect([browser.url, browser.protocols]).toEqual(['wss://echo.dev/socket', ['chat', 'other']]);
    browser.onopen?.();
    await vi.waitFor(() => expect(output).toHaveLength(1));
    // The key and its answer are RFC 6455's own example.
    expect(new TextDecoder().decode(output.shift())).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n',
    );

    write(masked(opcodes.text, 'hel', false));
    write(masked(opcodes.ping, 'p'));
    write(masked(opcodes.continuation, 'lo'));
    expect(browser.sent).toEqual(['hello']);
    expect(output.splice(0)).toEqual([frame(opcodes.pong, new TextEncoder().encode('p'))]);

    browser.onmessage?.({ data: 'back' });
    browser.onmessage?.({ data: new Uint8Array(70_000).fill(7).buffer });
    const messages: Message[] = [];
    const reader = new FrameReader((message) => messages.push(message));
    for (const chunk of output.splice(0)) reader.push(chunk);
    expect(messages.map(({ opcode, payload }) => [opcode, payload.length])).toEqual([
      [opcodes.text, 4],
      [opcodes.binary, 70_000],
    ]);

    browser.onclose?.({ code: 1000, reason: 'bye' });
    expect(output.splice(0)).toEqual([Uint8Array.from([0x88, 5, 3, 0xe8, 98, 121, 101])]);
    expect(ended).toBe(true);
  });
});
