// Writes one HTTP/1.1 request to a connection, its body as it comes, waiting where the reader is slow.

import type { Connection } from '../../os/process-context.ts';
import { headersOf, HttpError, type HeaderList, type RequestHead } from './http-message.ts';

/** A body: whole, or a stream of unknown length. */
export type RequestBody = Uint8Array | ReadableStream<Uint8Array> | null;

const encoder = new TextEncoder();

/** Latin-1, as header fields are. */
function encodeHead(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** The request line and header fields, with the framing that the body needs where the caller did not set it. */
function serializeHead({ method, target, headers }: RequestHead, body: RequestBody): Uint8Array {
  const bad = /[^\t\x20-\x7e\x80-\xff]/;
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(method) || target === '' || /[^\x21-\xff]/.test(target))
    throw new HttpError('ERR_INVALID_CHAR', `Invalid request line: ${method} ${target}`);
  let text = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of [...headers, ...framing(method, headers, body)]) {
    if (bad.test(value) || !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name))
      throw new HttpError('ERR_INVALID_CHAR', `Invalid character in header field ["${name}"]`);
    text += `${name}: ${value}\r\n`;
  }
  return encodeHead(`${text}\r\n`);
}

function framing(method: string, headers: HeaderList, body: RequestBody): HeaderList {
  if (headersOf(headers, 'content-length').length > 0 || headersOf(headers, 'transfer-encoding').length > 0)
    return [];
  if (body instanceof Uint8Array) return [['Content-Length', String(body.length)]];
  if (body !== null) return [['Transfer-Encoding', 'chunked']];
  return /^(POST|PUT|PATCH)$/i.test(method) ? [['Content-Length', '0']] : [];
}

/** Resolves when all was handed over; rejects where the connection or the body fails. */
export async function writeRequest(
  connection: Connection,
  head: RequestHead,
  body: RequestBody,
): Promise<void> {
  const bytes = serializeHead(head, body);
  if (body instanceof Uint8Array || body === null) {
    await write(connection, bytes);
    if (body !== null && body.length > 0) await write(connection, body.slice());
    return;
  }
  const chunked = headersOf(head.headers, 'content-length').length === 0;
  const reader = body.getReader();
  try {
    await write(connection, bytes);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value.length === 0) continue;
      if (chunked) await write(connection, encoder.encode(`${value.length.toString(16)}\r\n`));
      await write(connection, value.slice());
      if (chunked) await write(connection, encoder.encode('\r\n'));
    }
    if (chunked) await write(connection, encoder.encode('0\r\n\r\n'));
  } catch (error) {
    void reader.cancel(error).catch(() => {});
    throw error;
  }
}

function write(connection: Connection, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.write(bytes, (error) => (error === undefined ? resolve() : reject(error)));
  });
}
