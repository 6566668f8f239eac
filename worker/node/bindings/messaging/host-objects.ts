// Structured cloning of Node's own objects (Blob, URL, MessagePort, KeyObject …), which the browser's structuredClone takes for
// plain ones: they are taken out of a value before it is cloned, and put back into what comes out. As SerializerContext and
// JSTransferable of src/node_messaging.cc; a value's objects are walked once, where there is nothing to take out.
import { ProcessEnded } from '../../../os/process-ended.ts';
import type { CoreRealm } from '../../core-realm.ts';
import { isMarkedOrdinary } from '../../native-proxy.ts';
import { handleOf, isCloneableHandle, plainOf, type PlainHandle } from './cloneable-handles.ts';
import type { MailboxWire } from './mailbox.ts';

const sharedTags: ReadonlySet<string> = new Set([
  '[object SharedArrayBuffer]',
  '[object WebAssembly.Memory]',
  '[object WebAssembly.Module]',
]);

const kTransferable = 1;
const kCloneable = 2;

/** What stands for a host object while the rest is cloned. */
const HOLE = '\0holdfast:host-object';

export interface Taken {
  /** To be cloned by the browser. */
  readonly value: unknown;
  /** Puts the host objects, or their clones, into the browser's clone. */
  readonly restore: (cloned: unknown) => unknown;
}

/** A host object on its way to another thread. */
export type HostWire =
  | { readonly kind: 'port'; readonly port: WirePort }
  | { readonly kind: 'handle'; readonly plain: PlainHandle }
  | { readonly kind: 'object'; readonly info: string; readonly data: WireValue };

/** A browser's port, and what had arrived on it and was not received yet. */
export interface WirePort {
  readonly native: MessagePort;
  readonly queue: readonly WireValue[];
  readonly mailbox?: MailboxWire | undefined;
}

/** A value for the browser to clone, with what it cannot clone beside it. */
export interface WireValue {
  readonly value: unknown;
  readonly hosts: readonly HostWire[];
}

export interface HostObjects {
  /** `transferred` are the objects of the transfer list. Throws DataCloneError. */
  takeOut(value: unknown, transferred: ReadonlySet<object>): Taken;
  /** The same for another thread. `detach` takes a transferred port away from this one. */
  pack(value: unknown, transferred: ReadonlySet<object>, detach: (port: object) => WirePort): WireValue;
  /** What `pack` made, on the other side. */
  unpack(wire: WireValue, attach: (port: WirePort) => object): unknown;
  /** What may stand in a transfer list, besides buffers. */
  isTransferable(value: object): boolean;
}

type Fields = Record<string | symbol, unknown>;

/** `isPort` tells a MessagePort, which passes by identity. */
export function createHostObjects(
  realm: CoreRealm,
  isPort: (value: object) => boolean,
  createDeserialized: (info: string) => object,
): HostObjects {
  const symbol = (name: string) => realm.symbols[name] as symbol;
  /** Undefined for what the engine clones itself, whatever the program has marked it as. */
  const modeOf = (value: object): number | undefined =>
    value instanceof ArrayBuffer || value instanceof Date || Array.isArray(value) || value instanceof Map
      ? undefined
      : (realm.privateSymbols['transfer_mode_private_symbol']?.get(value) as number | undefined);

  function cloneError(message: string): Error {
    const DOMException = realm.perContext['DOMException'] as new (message: string, name: string) => Error;
    return new DOMException(message, 'DataCloneError');
  }

  /** The object to put back, for what is a host object; undefined for everything else. */
  function counterpart(value: object, transferred: ReadonlySet<object>): object | undefined {
    if (isCloneableHandle(value)) return value;
    if (isPort(value)) {
      if (transferred.has(value)) return value;
      throw needsTransfer();
    }
    const mode = modeOf(value);
    if (mode === undefined) return undefined;
    const slots = value as Fields;
    if (mode & kTransferable && transferred.has(value))
      return rebuild(slots, symbol('messaging_transfer_symbol'));
    if (mode & kCloneable) return rebuild(slots, symbol('messaging_clone_symbol'));
    throw mode & kTransferable ? needsTransfer() : cloneError('Cannot clone object of unsupported type.');
  }

  function needsTransfer(): Error {
    return cloneError('Object that needs transfer was found in message but not listed in transferList');
  }

  /** Node's own protocol: the object gives its data and says which class to make of them. */
  function serialize(value: Fields, how: symbol): { data: unknown; info: string; nested: Set<object> } {
    const nested = value[symbol('messaging_transfer_list_symbol')];
    const list = typeof nested === 'function' ? (Reflect.apply(nested, value, []) as object[]) : [];
    const give = value[how] as (this: Fields) => { data: unknown; deserializeInfo: string };
    const { data, deserializeInfo } = give.call(value);
    return { data, info: deserializeInfo, nested: new Set(list) };
  }

  function deserialize(info: string, data: unknown): object {
    const copy = createDeserialized(info) as Fields;
    const take = copy[symbol('messaging_deserialize_symbol')] as (this: Fields, data: unknown) => void;
    take.call(copy, data);
    return copy;
  }

  function rebuild(value: Fields, how: symbol): object {
    const { data, info, nested } = serialize(value, how);
    const { value: plain, restore } = takeOut(data, nested);
    return deserialize(info, restore(realm.host.structuredClone(plain)));
  }

  function isHostObject(value: object): boolean {
    return modeOf(value) !== undefined || isPort(value) || isCloneableHandle(value);
  }

  /** Whether a host object, or what the browser would not clone either, can be reached; getters are not called. */
  function reachesHostObject(value: unknown, seen: Set<object>): boolean {
    if (typeof value !== 'object' || value === null || seen.has(value)) return false;
    seen.add(value);
    if (isHostObject(value) || isMarkedOrdinary(value)) return true;
    return childrenOf(value).some((child) => reachesHostObject(child, seen));
  }

  function takeOut(value: unknown, transferred: ReadonlySet<object>): Taken {
    if (!reachesHostObject(value, new Set())) return { value, restore: (cloned) => cloned };
    const { rest, taken } = extract(value, (item) => counterpart(item, transferred));
    return { value: rest, restore: (cloned) => putBack(cloned, taken, new Set()) };
  }

  type Detach = (port: object) => WirePort;

  function pack(value: unknown, transferred: ReadonlySet<object>, detach: Detach): WireValue {
    allowShared(value, new Set());
    if (!reachesHostObject(value, new Set())) return { value, hosts: [] };
    const { rest, taken } = extract(value, (item) => wireOf(item, transferred, detach));
    return { value: rest, hosts: taken };
  }

  function wireOf(value: object, transferred: ReadonlySet<object>, detach: Detach): HostWire | undefined {
    if (isCloneableHandle(value)) {
      const plain = plainOf(value);
      if (plain === undefined) throw cloneError('Object cannot be sent to another thread.');
      return { kind: 'handle', plain };
    }
    if (isPort(value)) {
      if (transferred.has(value)) return { kind: 'port', port: detach(value) };
      throw needsTransfer();
    }
    const mode = modeOf(value);
    if (mode === undefined) return undefined;
    const how =
      mode & kTransferable && transferred.has(value)
        ? symbol('messaging_transfer_symbol')
        : mode & kCloneable
          ? symbol('messaging_clone_symbol')
          : undefined;
    if (how === undefined)
      throw mode & kTransferable ? needsTransfer() : cloneError('Cannot clone object of unsupported type.');
    const { data, info, nested } = serialize(value as Fields, how);
    return { kind: 'object', info, data: pack(data, nested, detach) };
  }

  function unpack({ value, hosts }: WireValue, attach: (port: WirePort) => object): unknown {
    if (hosts.length === 0) return value;
    const revived = hosts.map((host) => {
      if (host.kind === 'port') return attach(host.port);
      if (host.kind === 'handle') return handleOf(realm, host.plain);
      return deserialize(host.info, unpack(host.data, attach));
    });
    return putBack(value, revived, new Set());
  }

  /** Memory and modules reach no worker of the browser but those of the same tab: elsewhere the message would be lost, silently. */
  function allowShared(value: unknown, seen: Set<object>): void {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const tag = Object.prototype.toString.call(ArrayBuffer.isView(value) ? value.buffer : value);
    if (sharedTags.has(tag)) allow(tag.slice(8, -1));
    else for (const child of childrenOf(value)) allowShared(child, seen);
  }

  function allow(what: string): void {
    try {
      realm.context.sys.shareMemory();
    } catch (error) {
      if (error instanceof ProcessEnded) throw error;
      const refusal = cloneError(`${what} cannot be sent to another thread: ${(error as Error).message}`);
      // emnapi, and so every package of napi-rs, keeps this error to itself and waits for the thread for ever.
      realm.writeError(`${refusal.message}\n`);
      throw refusal;
    }
  }

  return {
    takeOut,
    pack,
    unpack,
    isTransferable: (value) => isPort(value) || ((modeOf(value) ?? 0) & kTransferable) !== 0,
  };
}

/** A copy of the value in which holes stand for what `counterpart` gives. */
function extract<T>(
  value: unknown,
  counterpart: (item: object) => T | undefined,
): { readonly rest: unknown; readonly taken: T[] } {
  const taken: T[] = [];
  const copies = new Map<object, unknown>();
  const copyOf = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    const known = copies.get(item);
    if (known !== undefined) return known;
    const host = counterpart(item);
    if (host !== undefined) {
      const hole = { [HOLE]: taken.push(host) - 1 };
      copies.set(item, hole);
      return hole;
    }
    const kind = containerKind(item);
    if (kind === undefined) return item;
    const copy = kind === 'array' ? [] : kind === 'map' ? new Map() : kind === 'set' ? new Set() : {};
    copies.set(item, copy);
    fill(copy, item, copyOf);
    return copy;
  };
  return { rest: copyOf(value), taken };
}

type ContainerKind = 'array' | 'map' | 'set' | 'object';

function containerKind(value: object): ContainerKind | undefined {
  if (Array.isArray(value)) return 'array';
  if (value instanceof Map) return 'map';
  if (value instanceof Set) return 'set';
  // Ordinary objects of any class are cloned as plain ones; all others have a tag of their own.
  return Object.prototype.toString.call(value) === '[object Object]' ? 'object' : undefined;
}

function childrenOf(value: object): unknown[] {
  switch (containerKind(value)) {
    case 'map':
      return [...(value as Map<unknown, unknown>)].flat();
    case 'set':
      return [...(value as Set<unknown>)];
    case 'array':
    case 'object':
      return Object.values(Object.getOwnPropertyDescriptors(value))
        .filter((descriptor) => descriptor.enumerable === true)
        .map((descriptor) => descriptor.value as unknown);
    case undefined:
      return [];
  }
}

function fill(copy: object, source: object, copyOf: (item: unknown) => unknown): void {
  if (source instanceof Map) {
    for (const [key, item] of source) (copy as Map<unknown, unknown>).set(copyOf(key), copyOf(item));
  } else if (source instanceof Set) {
    for (const item of source) (copy as Set<unknown>).add(copyOf(item));
  } else {
    if (Array.isArray(source)) (copy as unknown[]).length = source.length;
    for (const [key, item] of Object.entries(source)) (copy as Fields)[key] = copyOf(item);
  }
}

function putBack(value: unknown, taken: readonly object[], seen: Set<object>): unknown {
  if (typeof value !== 'object' || value === null || seen.has(value)) return value;
  if (Object.hasOwn(value, HOLE)) return taken[(value as Record<string, number>)[HOLE] as number];
  seen.add(value);
  const put = (item: unknown) => putBack(item, taken, seen);
  if (value instanceof Map) {
    const entries = [...(value as Map<unknown, unknown>)];
    value.clear();
    for (const [key, item] of entries) value.set(put(key), put(item));
  } else if (value instanceof Set) {
    const items = [...(value as Set<unknown>)];
    value.clear();
    for (const item of items) value.add(put(item));
  } else if (containerKind(value) !== undefined) {
    for (const key of Object.keys(value)) (value as Fields)[key] = put((value as Fields)[key]);
  }
  return value;
}
