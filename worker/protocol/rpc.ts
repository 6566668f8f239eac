// The only place that knows Comlink: control calls between a tab and the kernel. Comlink alone lets a peer reach whatever
// hangs off the served object, leaves calls pending for ever when the peer is gone and drops most of an error. So what
// arrives is checked against a table of calls first, every call has a deadline and is rejected when `lost` settles, and
// errors travel as wire-error.ts has them. Bytes never go through here: they have ports of their own.

import * as Comlink from 'comlink';
import * as v from 'valibot';
import type { Call } from './kernel-api.ts';
import { MessageError, parse } from './schema.ts';
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

/** The calls that may be made, by name or as a table of their own. */
export interface CallTable {
  readonly [name: string]: Call | CallTable;
}

/** Comlink's message for a call; nothing else that it offers (reading and setting members, `new`) is served. */
const request = v.object({
  id: v.string(),
  type: v.literal('APPLY'),
  path: v.array(v.string()),
  argumentList: v.array(v.object({ type: v.literal('RAW'), value: v.unknown() })),
});

/** Serves the calls of `table` on `port`; anything else is answered with an error. A MessagePort arrives as itself. */
export function serve(api: object, table: CallTable, port: MessagePort): void {
  const target = new EventTarget();
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    try {
      checkRequest(table, data);
    } catch (error) {
      const id: unknown = (data as { id?: unknown } | null)?.id;
      if (typeof id === 'string')
        port.postMessage({ id, type: 'HANDLER', name: 'throw', value: encodeError(error) });
      return;
    }
    target.dispatchEvent(new MessageEvent('message', { data }));
  };
  Comlink.expose(api, {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    postMessage: (message: unknown, transfer: Transferable[] = []) => port.postMessage(message, transfer),
  });
}

/** Throws a MessageError unless it is a call that the table has, with arguments as the table says. */
export function checkRequest(table: CallTable, data: unknown): void {
  const { path, argumentList } = parse(request, data, 'A call');
  const name = path.join('.');
  const call = lookUp(table, path);
  if (call === undefined) throw new MessageError(`There is no call "${name}".`);
  const { args, optional } = call;
  if (argumentList.length < args.length || argumentList.length > args.length + optional.length)
    throw new MessageError(`${name}: ${argumentList.length} arguments, ${args.length} expected`);
  argumentList.forEach(({ value }, index) => {
    const rest = optional[index - args.length];
    const schema = args[index] ?? (rest === undefined ? v.never() : v.optional(rest));
    parse(schema, value, `${name}: argument ${index + 1}`);
  });
}

function lookUp(table: CallTable, path: readonly string[]): Call | undefined {
  let found: Call | CallTable | undefined = table;
  for (const name of path) {
    if (found === undefined || isCall(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found !== undefined && isCall(found) ? found : undefined;
}

function isCall(entry: Call | CallTable): entry is Call {
  return Array.isArray(entry['args']);
}

export interface CallOptions {
  /** What the peer serves: its answers are checked against it. */
  readonly table: CallTable;
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
      (target as (...args: unknown[]) => Promise<unknown>)(...sent)
        .then((value) => {
          const known = lookUp(options.table, path);
          return known === undefined ? value : parse(known.result, value, `The answer to ${method}`);
        })
        .then(
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

/**
 * An object whose members, at any depth, are functions that report their path and arguments to `call`. Each is the same one
 * whenever it is looked at, so that it can be compared.
 */
function callTree(call: (path: readonly string[], args: readonly unknown[]) => Promise<unknown>): unknown {
  const node = (path: readonly string[]): unknown => {
    const members = new Map<string, unknown>();
    const member = (name: string): unknown => {
      const known = members.get(name) ?? node([...path, name]);
      members.set(name, known);
      return known;
    };
    return new Proxy(function () {}, {
      get: (_target, name) => (typeof name === 'string' && name !== 'then' ? member(name) : undefined),
      apply: (_target, _self, args: unknown[]) => call(path, args),
    });
  };
  return node([]);
}
