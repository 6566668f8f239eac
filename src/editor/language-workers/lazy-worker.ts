// What Monaco is given as a worker of a language: it stands in for the real one, whose megabytes are loaded only when they may
// be, and not at all where Monaco lets go of it before. A load that has begun is never cut off (start-worker.ts): who comes
// next gets that worker. One a page; lives as long.

export class LazyWorkers {
  /** Loaded or loading, by address, and nobody's: nothing was ever said to it. */
  readonly #spares = new Map<string, Promise<Worker>>();

  constructor(private readonly start: (url: string, name: string) => Promise<Worker>) {}

  /** The script is loaded once `allowed` resolves. */
  create(url: string, name: string, allowed: Promise<void>): Worker {
    const standIn = new LazyWorker();
    void allowed.then(() => this.#load(standIn, url, name));
    return standIn as Partial<Worker> as Worker;
  }

  async #load(standIn: LazyWorker, url: string, name: string): Promise<void> {
    if (standIn.ended) return;
    const loading = this.#spares.get(url) ?? this.start(url, name);
    this.#spares.delete(url);
    const worker = await loading;
    if (!standIn.ended) standIn.become(worker);
    else if (this.#spares.has(url)) worker.terminate();
    else this.#spares.set(url, loading);
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
