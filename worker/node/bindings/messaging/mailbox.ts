// Messages between threads that share memory, a second time: in a ring of bytes that a blocked thread can read. A browser's port
// gives out messages to the event loop only, but Node's receiveMessageOnPort takes them where there is none (a thread that was in
// Atomics.wait, as synckit and Angular's compiler use it). Each message has a number: whoever comes second is dropped.

import type { Realm } from '../../realm.ts';

/** Bytes; a power of two. What does not fit comes by the port alone. Pages of it that are never used cost nothing. */
const capacity = 4 * 1024 * 1024;
const [writeAt, readAt] = [0, 1];
const headerBytes = 2 * Int32Array.BYTES_PER_ELEMENT;
/** Before each message: its length and its number. */
const entryHeader = 2 * Int32Array.BYTES_PER_ELEMENT;

const padded = (length: number): number => entryHeader + ((length + 3) & ~3);

/** One writer and one reader, in two threads. */
export class MessageRing {
  readonly memory: SharedArrayBuffer;
  readonly #positions: Int32Array<SharedArrayBuffer>;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;

  constructor(memory = new SharedArrayBuffer(headerBytes + capacity)) {
    this.memory = memory;
    this.#positions = new Int32Array(memory, 0, 2);
    this.#words = new Int32Array(memory, headerBytes);
    this.#bytes = new Uint8Array(memory, headerBytes);
  }

  /** False where there is no room. */
  put(number: number, bytes: Uint8Array): boolean {
    const [from, used] = [Atomics.load(this.#positions, writeAt), this.#used()];
    const size = padded(bytes.byteLength);
    if (size > capacity - used) return false;
    this.#words[this.#wordAt(from)] = bytes.byteLength;
    this.#words[this.#wordAt(from + 4)] = number;
    const start = (from + entryHeader) & (capacity - 1);
    const head = bytes.subarray(0, capacity - start);
    this.#bytes.set(head, start);
    this.#bytes.set(bytes.subarray(head.byteLength), 0);
    Atomics.store(this.#positions, writeAt, from + size);
    return true;
  }

  /** The message of that number, if it is the next; those before it go. */
  take(number: number): Uint8Array<ArrayBuffer> | undefined {
    this.dropBefore(number);
    const from = Atomics.load(this.#positions, readAt);
    if (this.#used() === 0 || this.#words[this.#wordAt(from + 4)] !== number) return undefined;
    const length = this.#words[this.#wordAt(from)] ?? 0;
    const bytes = new Uint8Array(length);
    const start = (from + entryHeader) & (capacity - 1);
    const head = this.#bytes.subarray(start, Math.min(capacity, start + length));
    bytes.set(head);
    bytes.set(this.#bytes.subarray(0, length - head.byteLength), head.byteLength);
    Atomics.store(this.#positions, readAt, from + padded(length));
    return bytes;
  }

  dropBefore(number: number): void {
    while (this.#used() > 0) {
      const from = Atomics.load(this.#positions, readAt);
      if ((this.#words[this.#wordAt(from + 4)] ?? 0) >= number) return;
      Atomics.store(this.#positions, readAt, from + padded(this.#words[this.#wordAt(from)] ?? 0));
    }
  }

  /** Positions only grow, and begin again at zero after 2^32. */
  #used(): number {
    return (Atomics.load(this.#positions, writeAt) - Atomics.load(this.#positions, readAt)) >>> 0;
  }

  #wordAt(position: number): number {
    return (position & (capacity - 1)) >> 2;
  }
}

/** One end's view of both directions, on its way to the thread that has that end. */
export interface MailboxWire {
  readonly incoming: SharedArrayBuffer;
  readonly outgoing: SharedArrayBuffer;
  /** Numbers of the next message to send, and of the next to come. */
  readonly sends: number;
  readonly expects: number;
}

/** For both ends of a new channel. */
export function mailboxPair(): readonly [MailboxWire, MailboxWire] {
  const [there, back] = [new MessageRing().memory, new MessageRing().memory];
  const fresh = { sends: 0, expects: 0 };
  return [
    { incoming: back, outgoing: there, ...fresh },
    { incoming: there, outgoing: back, ...fresh },
  ];
}

export class Mailbox {
  readonly #incoming: MessageRing;
  readonly #outgoing: MessageRing;
  #sends: number;
  #expects: number;

  constructor({ incoming, outgoing, sends, expects }: MailboxWire) {
    this.#incoming = new MessageRing(incoming);
    this.#outgoing = new MessageRing(outgoing);
    this.#sends = sends;
    this.#expects = expects;
  }

  get wire(): MailboxWire {
    const [incoming, outgoing] = [this.#incoming.memory, this.#outgoing.memory];
    return { incoming, outgoing, sends: this.#sends, expects: this.#expects };
  }

  /** The number that a message goes by the port with. */
  get next(): number {
    return this.#sends;
  }

  /** It has gone by the port; `bytes` where it can be read here as well. */
  sent(bytes: Uint8Array | undefined): void {
    if (bytes !== undefined) this.#outgoing.put(this.#sends, bytes);
    this.#sends++;
  }

  /** It has come by the port. False where it was taken from here before. */
  arrived(number: number): boolean {
    if (number < this.#expects) return false;
    this.#expects = number + 1;
    this.#incoming.dropBefore(this.#expects);
    return true;
  }

  take(): Uint8Array<ArrayBuffer> | undefined {
    const bytes = this.#incoming.take(this.#expects);
    if (bytes !== undefined) this.#expects++;
    return bytes;
  }
}

interface Serdes {
  readonly Serializer: new () => {
    writeHeader(): void;
    writeValue(value: unknown): void;
    releaseBuffer(): Uint8Array;
  };
  readonly Deserializer: new (bytes: Uint8Array) => { readHeader(): void; readValue(): unknown };
}

/** Undefined for what has no bytes: shared memory, modules of WebAssembly. */
export function messageBytes(realm: Realm, value: unknown): Uint8Array | undefined {
  const { Serializer } = realm.internalBinding('serdes') as unknown as Serdes;
  const serializer = Object.assign(new Serializer(), { _getDataCloneError: Error });
  try {
    serializer.writeHeader();
    serializer.writeValue(value);
  } catch {
    // The browser clones what it can, and says what it cannot.
    return undefined;
  }
  return serializer.releaseBuffer();
}

export function messageValue(realm: Realm, bytes: Uint8Array): unknown {
  const { Deserializer } = realm.internalBinding('serdes') as unknown as Serdes;
  const deserializer = new Deserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue();
}
