// What of the container's messages this process has seen: the answer to a synchronous call brings operations on files, and
// signals, that arrive on the port once more later. Owned by the runtime.

export class Inbox {
  #seen = 0;
  /** Seen in an answer, and still to come on the port. */
  #ahead = 0;

  get seen(): number {
    return this.#seen;
  }

  /** So many came with an answer. */
  answered(count: number): void {
    this.#seen += count;
    this.#ahead += count;
  }

  /** One came on the port: true where it is news. */
  arrived(): boolean {
    if (this.#ahead > 0) {
      this.#ahead--;
      return false;
    }
    this.#seen++;
    return true;
  }
}
