// Who is on a BroadcastChannel of the program: members in this realm, and those in the other threads of the process, which the
// browser's own BroadcastChannel reaches. One a realm.

/** What one realm's member posts to the other threads. */
type NativeChannel = BroadcastChannel;

export interface BroadcastOptions<Member, Wire> {
  open(name: string): NativeChannel;
  /** To a member in this realm. Throws DataCloneError. */
  deliver(to: Member, value: unknown): void;
  /** What came from another thread. */
  receive(member: Member, wire: Wire): void;
  /** Throws DataCloneError. */
  pack(value: unknown): Wire;
}

interface Channel<Member> {
  readonly members: Set<Member>;
  native: NativeChannel | undefined;
}

export class BroadcastChannels<Member, Wire> {
  readonly #options: BroadcastOptions<Member, Wire>;
  readonly #channels = new Map<string, Channel<Member>>();
  /** Names the process among all of the origin. */
  #processKey: string | undefined;

  constructor(options: BroadcastOptions<Member, Wire>) {
    this.#options = options;
  }

  /** From now on there are other threads, or there may be. */
  connect(processKey: string): void {
    if (this.#processKey !== undefined) return;
    this.#processKey = processKey;
    for (const [name, channel] of this.#channels) this.#connect(name, channel);
  }

  join(name: string, member: Member): void {
    let channel = this.#channels.get(name);
    if (channel === undefined) {
      channel = { members: new Set(), native: undefined };
      this.#channels.set(name, channel);
      this.#connect(name, channel);
    }
    channel.members.add(member);
  }

  leave(name: string, member: Member): void {
    const channel = this.#channels.get(name);
    if (channel === undefined) return;
    channel.members.delete(member);
    if (channel.members.size > 0) return;
    channel.native?.close();
    this.#channels.delete(name);
  }

  /** To all others of that name. Throws DataCloneError. */
  post(name: string, member: Member, value: unknown): void {
    const channel = this.#channels.get(name);
    if (channel === undefined) return;
    channel.native?.postMessage(this.#options.pack(value));
    for (const each of channel.members) if (each !== member) this.#options.deliver(each, value);
  }

  #connect(name: string, channel: Channel<Member>): void {
    if (this.#processKey === undefined) return;
    const native = this.#options.open(`${this.#processKey}:${name}`);
    native.onmessage = ({ data }: MessageEvent<Wire>) => {
      for (const member of channel.members) this.#options.receive(member, data);
    };
    channel.native = native;
  }
}
