// internalBinding('messaging'): message channels within this process (src/node_messaging.cc). Values are cloned by the
// browser's structuredClone when they are posted; ports can be passed along, since both ends are in this realm.

import type { CoreRealm } from '../core-realm.ts';
import type { Binding, HandleWrapInstance } from '../realm.ts';
import { createHostObjects } from './messaging/host-objects.ts';

interface Message {
  readonly value: unknown;
  readonly ports: readonly object[];
}

interface PortState {
  readonly queue: Message[];
  peer: MessagePortInstance | undefined;
  receiving: boolean;
  closed: boolean;
  scheduled: boolean;
  referenced: boolean;
}

type MessagePortInstance = object & { close(callback?: () => void): void };

export function createMessagingBinding(realm: CoreRealm): Binding {
  const states = new WeakMap<object, PortState>();
  const channels = new Map<string, Set<MessagePortInstance>>();
  const allowed = Symbol('constructed by the realm');
  const { HandleWrap } = realm;

  /** Plumbing that keeps the loop alive; MessagePort itself must not show a handle's members. */
  const handles = new WeakMap<object, HandleWrapInstance>();

  const stateOf = (port: object): PortState => {
    const state = states.get(port);
    if (state === undefined) throw new TypeError('Illegal invocation');
    return state;
  };

  class MessagePort {
    constructor(token?: symbol) {
      if (token !== allowed) throw realm.nodeError('ERR_CONSTRUCT_CALL_INVALID');
      realm.initAsync(this, 'MESSAGEPORT');
      handles.set(this, new HandleWrap('MESSAGEPORT'));
      states.set(this, {
        queue: [],
        peer: undefined,
        receiving: false,
        closed: false,
        scheduled: false,
        referenced: false,
      });
      handles.get(this)?.unref();
      const initialize = (this as unknown as Record<symbol, unknown>)[realm.symbols['oninit'] ?? Symbol()];
      if (typeof initialize === 'function') Reflect.apply(initialize as () => void, this, []);
    }
    postMessage(value: unknown, transfer?: unknown): boolean {
      const state = stateOf(this);
      const message = clone(value, transferList(transfer));
      if (state.peer !== undefined) deliver(state.peer, message);
      return true;
    }
    start(): void {
      const state = stateOf(this);
      if (state.closed) return;
      state.receiving = true;
      const handle = handles.get(this);
      if (handle !== undefined) realm.startHandle(handle);
      pump(this);
    }
    close(callback?: () => void): void {
      const state = stateOf(this);
      if (state.closed) return;
      state.closed = true;
      const { peer } = state;
      state.peer = undefined;
      handles.get(this)?.close();
      const onClose = realm.symbols['handle_onclose'] ?? Symbol();
      const slots = this as unknown as Record<symbol, unknown>;
      if (typeof callback === 'function') slots[onClose] = callback;
      realm.loop.postClose(() => {
        const listener = slots[onClose];
        if (typeof listener === 'function') realm.loop.makeCallback(this, listener as () => void, []);
      });
      if (peer !== undefined) realm.loop.post(() => peer.close());
    }
    drain(): void {
      drainPort(this);
    }
    ref(): void {
      stateOf(this).referenced = true;
      handles.get(this)?.ref();
    }
    unref(): void {
      stateOf(this).referenced = false;
      handles.get(this)?.unref();
    }
    hasRef(): boolean {
      const state = stateOf(this);
      return state.referenced && !state.closed;
    }
  }

  function transferList(transfer: unknown): readonly object[] {
    const list = Array.isArray(transfer)
      ? transfer
      : (transfer as { transfer?: unknown } | undefined)?.transfer;
    return Array.isArray(list) ? (list as object[]) : [];
  }

  let createDeserialized = (info: string): object => {
    throw new Error(`Unknown deserialize spec ${info}`);
  };
  const hostObjects = createHostObjects(
    realm,
    (value) => states.has(value),
    (info) => createDeserialized(info),
  );

  /** Ports within a value pass by identity; everything else is cloned. */
  function clone(value: unknown, transfer: readonly object[]): Message {
    const ports = transfer.filter((item) => states.has(item));
    const buffers = transfer.filter((item): item is ArrayBuffer => item instanceof ArrayBuffer);
    for (const item of transfer) {
      if (buffers.some((buffer) => buffer === item)) {
        const untransferable = realm.privateSymbols['untransferable_object_private_symbol']?.get(item);
        if (untransferable !== undefined) throw cloneError('Cannot transfer object of unsupported type.');
      } else if (!hostObjects.isTransferable(item)) {
        throw cloneError('Found invalid value in transferList.');
      }
    }
    const taken = hostObjects.takeOut(value, new Set(transfer));
    return { value: taken.restore(structuredCloneOf(taken.value, buffers)), ports };
  }

  function cloneError(message: string): Error {
    const DOMException = realm.perContext['DOMException'] as new (message: string, name: string) => Error;
    return new DOMException(message, 'DataCloneError');
  }

  function structuredCloneOf(value: unknown, transfer: ArrayBuffer[]): unknown {
    try {
      return realm.host.structuredClone(value, { transfer });
    } catch (error) {
      // What a getter throws goes through as it is.
      const { name, message } = error as Error;
      throw name === 'DataCloneError' ? cloneError(cloneMessage(message)) : error;
    }
  }

  function deliver(port: MessagePortInstance, message: Message): void {
    stateOf(port).queue.push(message);
    pump(port);
  }

  function emit(port: object, { value, ports }: Message): void {
    const emitMessage = realm.perContext['emitMessage'] as (this: object, ...args: unknown[]) => void;
    realm.loop.makeCallback(port, emitMessage, [value, ports, 'message']);
  }

  function pump(port: object): void {
    const state = stateOf(port);
    if (!state.receiving || state.scheduled || state.queue.length === 0) return;
    state.scheduled = true;
    realm.loop.post(() => {
      state.scheduled = false;
      if (state.closed || !state.receiving) return;
      const message = state.queue.shift();
      if (message !== undefined) emit(port, message);
      pump(port);
    });
  }

  function drainPort(port: object): void {
    const state = stateOf(port);
    for (let message = state.queue.shift(); message !== undefined; message = state.queue.shift())
      emit(port, message);
  }

  function createPair(): [MessagePort, MessagePort] {
    const pair: [MessagePort, MessagePort] = [new MessagePort(allowed), new MessagePort(allowed)];
    stateOf(pair[0]).peer = pair[1];
    stateOf(pair[1]).peer = pair[0];
    return pair;
  }

  class MessageChannel {
    readonly port1: MessagePort;
    readonly port2: MessagePort;
    constructor() {
      [this.port1, this.port2] = createPair();
    }
  }

  return {
    MessagePort,
    MessageChannel,
    stopMessagePort(port: object) {
      const state = stateOf(port);
      state.receiving = false;
      const handle = handles.get(port);
      if (handle !== undefined) realm.stopHandle(handle);
    },
    drainMessagePort: drainPort,
    receiveMessageOnPort(port: object) {
      const state = states.get(port);
      if (state === undefined) {
        throw realm.nodeError('ERR_INVALID_ARG_TYPE', 'port', ['MessagePort'], port);
      }
      const message = state.queue.shift();
      return message === undefined ? realm.symbols['no_message_symbol'] : message.value;
    },
    moveMessagePortToContext: (port: object) => port,
    setDeserializerCreateObjectFunction(create: (info: string) => object) {
      createDeserialized = create;
    },
    exposeLazyDOMExceptionProperty(target: object) {
      Object.defineProperty(target, 'DOMException', {
        configurable: true,
        enumerable: false,
        writable: true,
        value: realm.perContext['DOMException'],
      });
    },
    get DOMException() {
      return realm.perContext['DOMException'];
    },
    broadcastChannel(name: string) {
      // Within this process only: Node's reaches its own worker threads, and there are none.
      const [inner, outer] = createPair();
      const members = channels.get(name) ?? new Set();
      channels.set(name, members.add(inner));
      const state = stateOf(outer);
      state.peer = undefined;
      Object.defineProperty(outer, 'postMessage', {
        value(value: unknown) {
          const message = clone(value, []);
          for (const member of members)
            if (member !== inner) deliver(stateOf(member).peer ?? member, message);
          return true;
        },
      });
      stateOf(inner).peer = outer;
      return outer;
    },
    structuredClone(value: unknown, options?: { transfer?: unknown }) {
      return clone(value, transferList(options)).value;
    },
  };
}

/** V8 words it without the browser's "Failed to execute …" in front. */
const cloneMessage = (message: string): string => message.replace(/^Failed to execute '\w+' on '\w+': /, '');
