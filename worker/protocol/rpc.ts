// The only place that knows Comlink: control calls between a tab and the kernel. Comlink alone leaves calls pending for
// ever when the peer is gone and drops most of an error, so every call here has a deadline, is rejected when `lost`
// settles, and errors travel as wire-error.ts has them. Bytes never go through here: they have ports of their own.

import * as Comlink from 'comlink';
import { decodeError, encodeError, type WireError } from './wire-error.ts';

/** A call that the peer did not answer in time, or could not because it is gone. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  constructor(
    readonly code: 'ERR_PEER_LOST' | 'ERR_PEER_TIMEOUT',
    message: string,
  ) {
    super(message);
  }
}

interface ThrownValue {
  readonly value: unknown;
}

// Comlink marks what it throws with a private symbol; its own handler recognises it, ours only changes the encoding.
const original = Comlink.transferHandlers.get('throw');
if (original !== undefined) {
  Comlink.transferHandlers.set('throw', {
    canHandle: (value): value is ThrownValue => original.canHandle(value),
    serialize: (thrown) => [encodeError((thrown as ThrownValue).value), []],
    deserialize: (wire: WireError) => {
      throw decodeError(wire);
    },
  });
}

/** Serves `api` on `port`. A MessagePort among the arguments arrives as itself. */
export function serve(api: object, port: MessagePort): void {
  Comlink.expose(api, port);
}

export interface CallOptions {
  /** Rejects every pending and later call once it settles; its value is the reason. */
  readonly lost: Promise<string>;
  /** Milliseconds for one call; by the name of the method where it needs another than the default. */
  readonly deadline: (method: string) => number;
}

/** The API served on the other end of `port`. Ports in the arguments are transferred. */
export function connect<T extends object>(port: MessagePort, options: CallOptions): T {
  const remote = Comlink.wrap<Record<string, unknown>>(port);
  let gone: string | null = null;
  const pending = new Set<(error: Error) => void>();
  void options.lost.then((reason) => {
    gone = reason;
    for (const reject of pending) reject(new PeerError('ERR_PEER_LOST', reason));
    pending.clear();
  });

  const call = (path: readonly string[], args: readonly unknown[]): Promise<unknown> => {
    if (gone !== null) return Promise.reject(new PeerError('ERR_PEER_LOST', gone));
    const method = path.join('.');
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        pending.delete(fail);
      };
      const fail = (error: Error): void => {
        settle();
        reject(error);
      };
      const ms = options.deadline(method);
      const timer = setTimeout(
        () => fail(new PeerError('ERR_PEER_TIMEOUT', `${method} was not answered within ${ms} ms`)),
        ms,
      );
      pending.add(fail);
      let target: unknown = remote;
      for (const name of path) target = (target as Record<string, unknown>)[name];
      const sent = args.map((argument) =>
        argument instanceof MessagePort ? Comlink.transfer(argument, [argument]) : argument,
      );
      (target as (...args: unknown[]) => Promise<unknown>)(...sent).then(
        (value) => {
          settle();
          resolve(value);
        },
        (error: unknown) => fail(error instanceof Error ? error : new Error(String(error))),
      );
    });
  };

  return callTree(call) as T;
}

/** An API whose calls go to whatever `target` returns at that moment; they reject with what it throws. */
export function forward<T extends object>(target: () => T): T {
  return callTree(async (path, args) => {
    let method: unknown = target();
    for (const name of path) method = (method as Record<string, unknown>)[name];
    return (method as (...args: readonly unknown[]) => unknown)(...args);
  }) as T;
}

/** An object whose members, at any depth, are functions that report their path and arguments to `call`. */
function callTree(call: (path: readonly string[], args: readonly unknown[]) => Promise<unknown>): unknown {
  const node = (path: readonly string[]): unknown =>
    new Proxy(function () {}, {
      get: (_target, name) =>
        typeof name === 'string' && name !== 'then' ? node([...path, name]) : undefined,
      apply: (_target, _self, args: unknown[]) => call(path, args),
    });
  return node([]);
}
