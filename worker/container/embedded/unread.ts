// What was posted to a process and may still lie unread on its port, so that the answer to a synchronous call can bring it
// first. Counted from the first ever posted; trimmed whenever the process says how far it is. Owned by a worker's link.

export class Unread<T> {
  #items: T[] = [];
  /** Number of the first item that is kept. */
  #first = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  /** The process has seen so many. */
  trim(seen: number): void {
    if (seen <= this.#first) return;
    this.#items = this.#items.slice(seen - this.#first);
    this.#first = seen;
  }

  get all(): readonly T[] {
    return this.#items;
  }
}
