// internalBinding('messaging'): message channels (src/node_messaging.cc). Between two ports of this realm values are cloned
// by the browser's structuredClone when they are posted, and ports pass by identity. A port that goes to another thread
// leaves a browser's port behind its peer (its `remote`).

import type { Stamp } from '../../vfs/replica.ts';
import type { CoreRealm } from '../core-realm.ts';
import type { Binding, HandleWrapInstance } from '../realm.ts';
import { BroadcastChannels } from './messaging/broadcast-channels.ts';
import { buffersOf, createCloner, type Message } from './messaging/cloner.ts';
import { Mailbox, mailboxPair, messageBytes, messageValue, type MailboxWire } from './messaging/mailbox.ts';
import {
  newPortState,
  portErrors,
  type ArrivingMessage,
  type MessagePortInstance,
  type NativePort,
  type PortState,
  type RemoteMessage,
  type Send,
} from './messaging/port-state.ts';
import { createDelivery } from './messaging/delivery.ts';
import { connectThreads, leadingAlong } from './messaging/thread-ports.ts';
import { cloneOptions, transferList } from './messaging/transfer-list.ts';
import { createHostObjects, type WirePort, type WireValue } from './messaging/host-objects.ts';

export function createMessagingBinding(realm: CoreRealm): Binding {
  const states = new WeakMap<object, PortState>();
  const allowed = Symbol('constructed by the realm');
  const { HandleWrap } = realm;

  /** Plumbing that keeps the loop alive; MessagePort itself must not show a handle's members. */
  const handles = new WeakMap<object, HandleWrapInstance>();

  const stateOf = (port: object, refusal = portErrors.illegal): PortState => {
    const state = states.get(port);
    if (state === undefined) throw refusal();
    return state;
  };

  class MessagePort {
    constructor(token?: symbol) {
      if (token !== allowed) throw portErrors.notConstructible();
      states.set(this, newPortState());
      const handle = new HandleWrap('MESSAGEPORT', this);
      handles.set(this, handle);
      // Active from the start, as Node's: with `ref` alone a port keeps the process alive.
      handle.unref();
      realm.startHandle(handle);
      const initialize = (this as unknown as Record<symbol, unknown>)[realm.symbols['oninit'] ?? Symbol()];
      if (typeof initialize === 'function') Reflect.apply(initialize as () => void, this, []);
    }
    postMessage(...args: [value?: unknown, transfer?: unknown]): boolean | undefined {
      if (args.length === 0) throw portErrors.missingMessage();
      const [value, transfer] = args;
      const transferred = checkTransfer(transferList(transfer), this);
      const state = stateOf(this);
      if (state.closed) return undefined;
      if (state.remote !== undefined || state.waiting !== undefined) {
        const send = wired(value, transferred, state.sent);
        if (state.remote === undefined) state.waiting?.push(send);
        else send(state.remote, state.mailbox);
        return true;
      }
      const message = clone(value, transferred);
      if (state.peer !== undefined && transferred.includes(state.peer)) lose(this);
      else if (state.peer !== undefined) deliver(state.peer, message);
      return true;
    }
    start(): void {
      const state = stateOf(this);
      if (state.closed) return;
      state.receiving = true;
      pump(this);
    }
    close(callback?: () => void): void {
      const state = stateOf(this);
      if (state.closed) return;
      state.closed = true;
      const { peer } = state;
      state.peer = undefined;
      closeRemote(this);
      handles.get(this)?.close();
      const onClose = realm.symbols['handle_onclose'] ?? Symbol();
      const slots = this as unknown as Record<symbol, unknown>;
      if (typeof callback === 'function') slots[onClose] = callback;
      realm.loop.postClose(() => {
        state.referenced = false;
        realm.loop.postClose(() => void (state.gone = true));
        const listener = slots[onClose];
        if (typeof listener === 'function') realm.loop.makeCallback(this, listener as () => void, []);
      });
      if (peer !== undefined) realm.loop.post(() => peer.close());
    }
    ref(): void {
      stateOf(this).referenced = true;
      handles.get(this)?.ref();
    }
    unref(): void {
      stateOf(this).referenced = false;
      handles.get(this)?.unref();
    }
    hasRef(): boolean | undefined {
      const { referenced, gone } = stateOf(this);
      return gone ? undefined : referenced;
    }
  }

  let createDeserialized = (info: string): object => {
    throw new Error(`Unknown deserialize spec ${info}`);
  };
  const hostObjects = createHostObjects(
    realm,
    (value) => states.has(value),
    (info) => createDeserialized(info),
  );

  const cloner = createCloner(realm, hostObjects, (port) => states.get(port));
  const { clone, checkTransfer } = cloner;

  /** Its other end was sent to that end itself. */
  function lose(port: MessagePortInstance): void {
    const emitWarning = realm.process['emitWarning'] as (text: string) => void;
    emitWarning('The target port was posted to itself, and the communication channel was lost');
    port.close();
  }

  function deliver(port: MessagePortInstance, message: Message): void {
    stateOf(port).queue.push(message);
    pump(port);
  }

  // --- Other threads ---

  const remotes = new Set<NativePort>();
  // The other side waits for this, to have everything that was said before.
  realm.atExit.add(() => {
    for (const native of remotes) native.postMessage('close' satisfies RemoteMessage);
  });

  /** Takes the value now and sends it later. */
  function wired(value: unknown, transfer: readonly object[], sent: object[]): Send {
    const natives: Transferable[] = buffersOf(transfer);
    const wire = packFor(value, new Set(transfer), natives, sent);
    // Ports that are transferred need not be in the value.
    const left = transfer.filter((item) => states.has(item) && !stateOf(item).closed);
    for (const port of left) natives.push(detach(port, natives, sent).native);
    const bytes = canRepeat(wire, transfer) ? messageBytes(realm, wire.value) : undefined;
    return (native, mailbox) => {
      const message = { ...stamped(wire), ...(mailbox && { number: mailbox.next }) };
      cloner.attempt(() => native.postMessage(message, natives));
      mailbox?.sent(bytes);
    };
  }

  /** What a blocked thread may have to read: all but Node's own objects and ports, which only a browser can hand on. */
  const canRepeat = ({ hosts }: WireValue, transfer: readonly object[]): boolean =>
    realm.context.sys.sharesMemory && hosts.length === 0 && !transfer.some((item) => states.has(item));

  /** For both ends of a new channel to another thread; none where that shares no memory. */
  const newMailboxes = (): readonly MailboxWire[] => (realm.context.sys.sharesMemory ? mailboxPair() : []);

  function stamped(wire: WireValue): WireValue & { readonly after?: Stamp } {
    const after = realm.context.causality.stamp();
    return { ...wire, ...(after && { after }) };
  }

  const channels = new BroadcastChannels<MessagePortInstance, RemoteMessage>({
    open: (name) => new realm.host.BroadcastChannel(name),
    deliver: (port, value) => deliver(port, clone(value, [])),
    receive: hold,
    pack: (value) => stamped(packFor(value, new Set(), [], [])),
  });
  if (realm.thread !== undefined) channels.connect(realm.thread.processKey);

  function packFor(
    value: unknown,
    transferred: ReadonlySet<object>,
    natives: Transferable[],
    sent: object[],
  ): WireValue {
    return hostObjects.pack(value, transferred, (port) => {
      const wire = detach(port, natives, sent);
      natives.push(wire.native);
      return wire;
    });
  }

  /** Takes a port out of this realm: its peer, if it has one here, goes on over a browser's port. */
  function detach(port: object, natives: Transferable[], sent: object[]): WirePort {
    const state = stateOf(port);
    // It cannot wait on its way.
    for (const message of state.held.splice(0)) arrive(port, message);
    const queue = state.queue
      .filter((message) => message !== null)
      .map(({ value, ports }) => packFor(value, new Set(ports), natives, sent));
    let native = state.remote;
    let mailbox = state.mailbox?.wire;
    native?.postMessage('moved' satisfies RemoteMessage);
    if (native === undefined) {
      const channel = new realm.host.MessageChannel();
      native = channel.port1;
      if (state.peer === undefined) {
        channel.port2.postMessage('close' satisfies RemoteMessage);
      } else {
        stateOf(state.peer).peer = undefined;
        const [ours, theirs] = newMailboxes();
        mailbox = theirs;
        connectRemote(state.peer, channel.port2, ours);
        sent.push(state.peer);
      }
    }
    native.onmessage = null;
    remotes.delete(native);
    Object.assign(state, { closed: true, peer: undefined, remote: undefined, mailbox: undefined });
    state.queue.length = 0;
    handles.get(port)?.close();
    return { native, queue, mailbox };
  }

  function connectRemote(port: object, native: NativePort, mailbox?: MailboxWire): void {
    const state = stateOf(port);
    state.remote = native;
    if (mailbox !== undefined) state.mailbox = new Mailbox(mailbox);
    remotes.add(native);
    native.onmessage = ({ data }: MessageEvent<RemoteMessage>) => hold(port, data);
  }

  function hold(port: object, message: RemoteMessage): void {
    const state = stateOf(port);
    if (state.closed) return;
    if (message === 'moved') state.moved = true;
    else if (typeof message === 'object' && 'mailbox' in message)
      state.mailbox = new Mailbox(message.mailbox);
    else if (isNew(state, message) && state.held.push(message) === 1) admit(port);
  }

  const isNew = ({ mailbox }: PortState, message: ArrivingMessage): boolean =>
    message === 'close' || message.number === undefined || mailbox?.arrived(message.number) !== false;

  /** In order: what waits for the filesystem holds up what came after it. */
  function admit(port: object): void {
    const { held } = stateOf(port);
    for (let message = held[0]; message !== undefined; message = held[0]) {
      const after = message === 'close' ? undefined : message.after;
      if (after !== undefined && !realm.context.causality.seen(after, () => admit(port))) return;
      held.shift();
      arrive(port, message);
    }
  }

  function arrive(port: object, message: ArrivingMessage): void {
    const state = stateOf(port);
    if (state.closed) return;
    state.queue.push(message === 'close' ? null : received(message));
    pump(port);
    if (message === 'close') remoteClosed.get(port)?.();
  }

  function received(wire: WireValue): Message {
    const ports: object[] = [];
    const value = hostObjects.unpack(wire, (wirePort) => {
      const port = attach(wirePort);
      ports.push(port);
      return port;
    });
    return { value, ports };
  }

  function attach({ native, queue, mailbox }: WirePort): MessagePort {
    const port = new MessagePort(allowed);
    stateOf(port).queue.push(...queue.map(received));
    connectRemote(port, native, mailbox);
    return port;
  }

  /** The next message, before the event loop is told of it. */
  function takeMessage(port: object, state: PortState): Message | undefined {
    // Files are up to date wherever memory is shared: nothing has to be waited for.
    if (state.mailbox !== undefined) for (const message of state.held.splice(0)) arrive(port, message);
    const next = state.queue[0];
    if (next !== undefined) return next === null ? undefined : (state.queue.shift() ?? undefined);
    const bytes = state.mailbox?.take();
    return bytes && { value: messageValue(realm, bytes), ports: [] };
  }

  function closeRemote(port: object): void {
    const state = stateOf(port);
    const native = state.remote;
    if (native === undefined) return;
    state.remote = undefined;
    remotes.delete(native);
    native.postMessage('close' satisfies RemoteMessage);
    native.close();
    remoteClosed.get(port)?.();
  }

  const remoteClosed = new WeakMap<object, () => void>();
  connectThreads(realm, {
    begin(processKey) {
      channels.connect(processKey);
    },
    attach: (native) => attach({ native, queue: [] }),
    prepare() {
      const port = new MessagePort(allowed);
      stateOf(port).waiting = [];
      return port;
    },
    connect(port, native) {
      const [ours, theirs] = newMailboxes();
      if (theirs !== undefined) native.postMessage({ mailbox: theirs } satisfies RemoteMessage);
      connectRemote(port, native, ours);
      for (const send of stateOf(port).waiting ?? []) send(native, stateOf(port).mailbox);
      stateOf(port).waiting = undefined;
    },
    async closed(port) {
      const ended = (each: object): Promise<void> =>
        new Promise((resolve) => {
          if (isOpen(each)) remoteClosed.set(each, resolve);
          else resolve();
        });
      await Promise.all(leadingAlong(port, stateOf).map(ended));
    },
    abandon(port) {
      for (const each of leadingAlong(port, stateOf)) if (isOpen(each)) hold(each, 'close');
    },
  });

  function isOpen(port: object): boolean {
    const { closed, remote, queue } = stateOf(port);
    return !closed && remote !== undefined && !queue.includes(null);
  }

  const { pump, drain } = createDelivery(realm, stateOf);

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
    },
    drainMessagePort: drain,
    receiveMessageOnPort(port: object) {
      const message = takeMessage(port, stateOf(port, portErrors.notAPort));
      return message === undefined ? realm.symbols['no_message_symbol'] : message.value;
    },
    moveMessagePortToContext(port: object) {
      if (stateOf(port, portErrors.notAPort).closed) throw portErrors.closed();
      return port;
    },
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
      const port = new MessagePort(allowed);
      channels.join(name, port);
      const handle = handles.get(port);
      if (handle !== undefined) realm.onHandleClose(handle, () => channels.leave(name, port));
      const post = (value: unknown): true => {
        cloner.attempt(() => channels.post(name, port, value));
        return true;
      };
      return Object.defineProperty(port, 'postMessage', { value: post });
    },
    structuredClone(...args: [value?: unknown, options?: unknown]) {
      if (args.length === 0)
        throw realm.nodeError('ERR_MISSING_ARGS', 'The value argument must be specified');
      return clone(args[0], checkTransfer(cloneOptions(args[1]))).value;
    },
  };
}
