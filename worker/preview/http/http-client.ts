// An HTTP/1.1 client over virtual connections: streaming both ways, connections kept alive per port, upgrades. Used by the
// preview's service worker and by anything else that holds a way to connect. One a context; `close` ends it.

import type { Connection } from '../../os/process-context.ts';
import type { Port } from '../../protocol/ids.ts';
import { hasToken, HttpError, type HeaderList, type RequestHead, type ResponseHead } from './http-message.ts';
import { writeRequest, type RequestBody } from './request-writer.ts';
import { ResponseParser } from './response-parser.ts';

interface HttpRequest extends RequestHead {
  readonly body?: RequestBody;
  /** Ends the exchange: the response's body then errors with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface HttpResponse extends ResponseHead {
  /** Null where the response can have none (HEAD, 204, 304). Errors where the server breaks off. */
  readonly body: ReadableStream<Uint8Array> | null;
  /** Resolves with the body's end; never rejects before the body errors. */
  readonly trailers: Promise<HeaderList>;
}

interface Upgraded {
  readonly response: ResponseHead;
  /** The connection, where the server switched protocols (101); its first bytes may be in `head`. */
  readonly connection: Connection | null;
  readonly head: Uint8Array;
}

/** An idle connection is closed after this: Node's servers close theirs after 5 s. */
const idleMs = 4_000;
/** A body that is not read is held up to this; then the server waits. */
const readAheadBytes = 256 * 1024;

interface Idle {
  readonly connection: Connection;
  readonly drop: () => void;
}

export class HttpClient {
  readonly #idle = new Map<Port, Idle[]>();

  constructor(private readonly connect: (port: Port) => Connection) {}

  /** Settles with the response's head. Rejects with ECONNREFUSED, ECONNRESET, an HttpError or the signal's reason. */
  async request(port: Port, request: HttpRequest): Promise<HttpResponse> {
    request.signal?.throwIfAborted();
    const kept = this.#idle.get(port)?.pop();
    if (kept !== undefined) {
      kept.drop();
      try {
        return await this.#exchange(port, kept.connection, request);
      } catch (error) {
        // The server may have closed it just now. A body that is a stream has been partly read and cannot go twice.
        const again = error instanceof StaleConnection && !(request.body instanceof ReadableStream);
        if (!again) throw error instanceof StaleConnection ? error.cause : error;
      }
    }
    const connection = this.connect(port);
    await connection.opened;
    return this.#exchange(port, connection, request).catch((error: unknown) => {
      throw error instanceof StaleConnection ? error.cause : error;
    });
  }

  /** Asks for another protocol on a connection of its own. */
  async upgrade(port: Port, request: RequestHead): Promise<Upgraded> {
    const connection = this.connect(port);
    await connection.opened;
    const { promise, resolve, reject } = Promise.withResolvers<Upgraded>();
    let response: ResponseHead | null = null;
    const parser = new ResponseParser(request.method, {
      onHead: (head) => void (response = head),
      onBody: () => {},
      onEnd: () => {},
    });
    connection.onClose((error) => reject(error ?? new HttpError('ECONNRESET', 'socket hang up')));
    connection.start(
      (chunk) => {
        try {
          parser.push(chunk);
        } catch (error) {
          hangUp(connection);
          reject(error);
          return;
        }
        if (response === null) return;
        connection.stop();
        if (response.status === 101) {
          resolve({ response, connection, head: parser.rest });
        } else {
          hangUp(connection);
          resolve({ response, connection: null, head: new Uint8Array(0) });
        }
      },
      () => reject(new HttpError('ECONNRESET', 'socket hang up')),
    );
    await writeRequest(connection, request, null);
    return promise;
  }

  /** The port's listener is gone: kept connections lead nowhere. Exchanges under way are left to their end. */
  dropIdle(port: Port): void {
    for (const { connection, drop } of this.#idle.get(port) ?? []) {
      drop();
      hangUp(connection);
    }
    this.#idle.delete(port);
  }

  close(): void {
    for (const port of [...this.#idle.keys()]) this.dropIdle(port);
  }

  async #exchange(port: Port, connection: Connection, request: HttpRequest): Promise<HttpResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
    const trailers = Promise.withResolvers<HeaderList>();
    trailers.promise.catch(() => {});
    let body: ReadableStreamDefaultController<Uint8Array> | null = null;
    let head: ResponseHead | null = null;
    let finished = false;
    let sent = false;
    let paused = false;

    const leave = (): void => {
      finished = true;
      request.signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      if (finished) return;
      leave();
      hangUp(connection);
      trailers.reject(error);
      // Nothing at all came back: on a kept connection that means that it was closed meanwhile.
      if (head === null) reject(new StaleConnection(error));
      else body?.error(error);
    };
    const onAbort = (): void => {
      const reason: unknown = request.signal?.reason;
      if (head === null && !finished) reject(reason);
      fail(reason);
    };
    const settle = (fields: HeaderList): void => {
      if (finished) return;
      leave();
      trailers.resolve(fields);
      body?.close();
      const reusable =
        sent &&
        head !== null &&
        parser.rest.length === 0 &&
        head.httpVersion === '1.1' &&
        !hasToken(head.headers, 'connection', 'close') &&
        !untilClose(request.method, head);
      if (reusable) this.#keep(port, connection);
      else connection.end();
    };
    const parser = new ResponseParser(request.method, {
      onHead: (parsed) => {
        head = parsed;
        const none = request.method === 'HEAD' || [101, 204, 205, 304].includes(parsed.status);
        const stream = none
          ? null
          : new ReadableStream<Uint8Array>(
              {
                start: (controller) => void (body = controller),
                pull: () => {
                  if (!paused || finished) return;
                  paused = false;
                  connection.start(onData, onEnd);
                },
                cancel: () => {
                  if (finished) return;
                  leave();
                  hangUp(connection);
                },
              },
              new ByteLengthQueuingStrategy({ highWaterMark: readAheadBytes }),
            );
        resolve({ ...parsed, body: stream, trailers: trailers.promise });
      },
      onBody: (chunk) => {
        // A view of the connection's own chunk: it is not used again.
        body?.enqueue(chunk);
        if ((body?.desiredSize ?? 1) > 0 || paused) return;
        paused = true;
        connection.stop();
      },
      onEnd: settle,
    });
    const onData = (chunk: Uint8Array): void => {
      if (finished) return;
      try {
        parser.push(chunk);
      } catch (error) {
        fail(error);
      }
    };
    const onEnd = (): void => {
      if (finished) return;
      try {
        parser.end();
      } catch (error) {
        fail(error);
      }
    };
    request.signal?.addEventListener('abort', onAbort);
    connection.onClose((error) => {
      if (!finished) fail(error ?? new HttpError('ECONNRESET', 'socket hang up'));
    });
    connection.start(onData, onEnd);
    writeRequest(connection, request, request.body ?? null).then(
      () => void (sent = true),
      // A server may answer and close without having read the whole body (413): its answer counts.
      (error: unknown) => (head === null ? fail(error) : undefined),
    );
    return promise;
  }

  #keep(port: Port, connection: Connection): void {
    const list = this.#idle.get(port) ?? [];
    this.#idle.set(port, list);
    const forget = (): void => {
      clearTimeout(timer);
      connection.stop();
      const index = list.indexOf(idle);
      if (index !== -1) list.splice(index, 1);
    };
    const close = (): void => {
      forget();
      connection.end();
    };
    const timer = setTimeout(close, idleMs);
    const idle: Idle = { connection, drop: forget };
    list.push(idle);
    // Nothing is expected: the end, or bytes that belong to no request.
    connection.start(close, close);
  }
}

/** A connection failed before any byte of the response. */
class StaleConnection extends Error {
  constructor(override readonly cause: unknown) {
    super('The connection was closed.');
  }
}

function untilClose(method: string, { status, headers }: ResponseHead): boolean {
  if (method === 'HEAD' || status === 204 || status === 304) return false;
  return (
    !hasToken(headers, 'transfer-encoding', 'chunked') &&
    !headers.some(([name]) => name.toLowerCase() === 'content-length')
  );
}

/**
 * As a browser closes a socket: an end, and a reset only where the server goes on sending. A reset at once would be an
 * error event in the server's program, which ends one that listens to none.
 */
function hangUp(connection: Connection): void {
  connection.end();
  connection.start(
    () => connection.reset(),
    () => {},
  );
}
