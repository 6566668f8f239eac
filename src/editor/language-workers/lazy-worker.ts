// What Monaco is given as a worker of a language: it stands in for the real one, whose megabytes are loaded only when they may
// be, and not at all where Monaco lets go of it before. A load that has begun is never cut off (start-worker.ts): who comes
// next gets that worker. One a page; lives as long.

interface Load {
  readonly url: string;
  readonly worker: Promise<Worker>;
  /** Who is to become it. Where that has ended it is free: nothing was ever said to it. */
  owner: LazyWorker;
}

export class LazyWorkers {
  /** Under way, or free. */
  readonly #loads = new Set<Load>();

  constructor(private readonly start: (url: string, name: string) => Promise<Worker>) {}

  /** The script is loaded once `allowed` resolves. */
  create(url: string, name: string, allowed: Promise<void>): Worker {
    const standIn = new LazyWorker();
    void allowed.then(() => this.#load(standIn, url, name));
    return standIn as Partial<Worker> as Worker;
  }

  async #load(standIn: LazyWorker, url: string, name: string): Promise<void> {
    if (standIn.ended) return;
    const load = this.#free(url) ?? { url, worker: this.start(url, name), owner: standIn };
    load.owner = standIn;
    this.#loads.add(load);
    const worker = await load.worker;
    // Who came next has it.
    if (load.owner !== standIn) return;
    // One that is free is enough.
    if (standIn.ended && this.#free(url) === load) return;
    this.#loads.delete(load);
    if (standIn.ended) worker.terminate();
    else standIn.become(worker);
  }

  #free(url: string): Load | undefined {
    return [...this.#loads].find((load) => load.url === url && load.owner.ended);
  }
}

/** The part of a Worker that Monaco uses. */
class LazyWorker extends EventTarget {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  #worker: Worker | null = null;
  #said: { readonly message: unknown; readonly transfer: Transferable[] }[] = [];
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  become(worker: Worker): void {
    this.#worker = worker;
    worker.onmessage = (event) => this.onmessage?.(event);
    worker.onmessageerror = (event) => this.onmessageerror?.(event);
    worker.addEventListener('error', (event: ErrorEvent) => {
      const { message, filename, lineno, colno } = event;
      this.dispatchEvent(
        new ErrorEvent('error', { message, filename, lineno, colno, error: event.error as unknown }),
      );
    });
    for (const { message, transfer } of this.#said.splice(0)) worker.postMessage(message, transfer);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (this.#worker !== null) this.#worker.postMessage(message, transfer);
    else if (!this.#ended) this.#said.push({ message, transfer });
  }

  terminate(): void {
    this.#ended = true;
    this.#said = [];
    this.#worker?.terminate();
  }
}
