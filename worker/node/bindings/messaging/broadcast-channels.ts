// Who is on a BroadcastChannel. Within this process only: Node's reaches its worker threads, too. One a realm.

export class BroadcastChannels<Member> {
  readonly #members = new Map<string, Set<Member>>();

  /** Returns how `member` posts: to all others of that name. */
  join(
    name: string,
    member: Member,
    deliver: (to: Member, value: unknown) => void,
  ): (value: unknown) => true {
    const members = this.#members.get(name) ?? new Set();
    this.#members.set(name, members.add(member));
    return (value) => {
      for (const each of members) if (each !== member) deliver(each, value);
      return true;
    };
  }
}
