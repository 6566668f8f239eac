// The tab's hands: creates process workers for the kernel and keeps a handle on each live one, through hidden frames,
// because only removing a frame lets go of a SharedWorker before the tab unloads (PLATFORM.md). Some share a frame: making one
// and taking it down costs some ten milliseconds, and a worker that has ended needs no letting go. Dedicated workers are the
// tab's own and go with it. Lives as long as the attachment to one kernel.

import processUrl from '../../worker/process.ts?worker&url';
import { accepts } from '../../worker/protocol/schema.ts';
import {
  kernelToHost,
  leftChannel,
  type HostToKernel,
  type KernelToHost,
} from '../../worker/protocol/tab-messages.ts';

/** After a reload the handles on running workers can wait for the first paint: they have minutes (PLATFORM.md). */
const holdDelayMs = 300;
/** Few enough that little is left of those that have ended, and that there are few to move when one must be let go of. */
const workersPerFrame = 16;
/** A SharedWorker that is let go of is dead or will not die soon: taking its frame away must not hold up what the kernel says. */
const releaseDelayMs = 1_000;

interface Left {
  readonly port: MessagePort;
  readonly memory: SharedArrayBuffer;
}

interface FrameWindow {
  readonly SharedWorker: typeof SharedWorker;
}

interface Frame {
  readonly element: HTMLIFrameElement;
  /** The workers that it holds: live, and not released. */
  readonly names: Set<string>;
  /** Workers that it was given so far. */
  given: number;
}

export class WorkerFrames implements Disposable {
  readonly #frames = new Map<string, Frame>();
  /** Takes the next worker. */
  #open: Frame | null = null;
  /** To be held when the delay is over. */
  #due: string[] = [];
  readonly #dedicated = new Map<string, Worker>();
  /** What dedicated workers leave for each other. */
  readonly #channels = new Map<string, PromiseWithResolvers<Left>>();

  constructor(
    private readonly document: Document,
    private readonly kernel: MessagePort,
    private readonly served: Promise<void> = Promise.resolve(),
  ) {
    kernel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (accepts(kernelToHost, data)) this.#obey(data);
    };
  }

  [Symbol.dispose](): void {
    this.kernel.onmessage = null;
    for (const { element } of this.#frames.values()) element.remove();
    this.#open?.element.remove();
    this.#open = null;
    this.#frames.clear();
    this.#due = [];
    for (const name of [...this.#dedicated.keys()]) this.#terminate(name);
  }

  #obey(order: KernelToHost): void {
    switch (order.type) {
      case 'create-worker':
        void this.served.then(() => this.#create(order.request, () => this.#connect(order.name).port));
        return;
      case 'create-dedicated':
        this.#create(order.request, () => this.#startDedicated(order.name, order.channel));
        return;
      case 'hold-worker':
        if (this.#due.length === 0) setTimeout(() => this.#hold(this.#due.splice(0)), holdDelayMs);
        this.#due.push(order.name);
        return;
      case 'release-worker':
        this.#drop(order.name);
        setTimeout(() => this.#letGo(order.name), releaseDelayMs);
        return;
      case 'worker-ended':
        this.#drop(order.name);
        this.#removeIfDone(order.name);
    }
  }

  #drop(name: string): void {
    this.#terminate(name);
    this.#due = this.#due.filter((due) => due !== name);
    this.#frames.get(name)?.names.delete(name);
  }

  #create(request: number, make: () => MessagePort): void {
    try {
      const port = make();
      this.kernel.postMessage({ type: 'worker', request, port } satisfies HostToKernel, [port]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.kernel.postMessage({ type: 'worker-failed', request, message } satisfies HostToKernel);
    }
  }

  #hold(names: readonly string[]): void {
    for (const name of names) this.#connect(name);
  }

  #connect(name: string): SharedWorker {
    const frame = (this.#open ??= this.#makeFrame());
    frame.names.add(name);
    this.#frames.set(name, frame);
    if (++frame.given === workersPerFrame) this.#open = null;
    const { SharedWorker } = frame.element.contentWindow as unknown as FrameWindow;
    return new SharedWorker(this.#url, { name, type: 'module', extendedLifetime: true } as WorkerOptions);
  }

  #makeFrame(): Frame {
    const element = this.document.createElement('iframe');
    element.hidden = true;
    element.title = '';
    this.document.body.append(element);
    return { element, names: new Set(), given: 0 };
  }

  /** The others of its frame move to another: a worker that does not die by itself is only reaped without its frame. */
  #letGo(name: string): void {
    const frame = this.#frames.get(name);
    if (frame === undefined) return;
    if (frame === this.#open) this.#open = null;
    for (const [held, its] of this.#frames) if (its === frame) this.#frames.delete(held);
    this.#hold([...frame.names]);
    frame.element.remove();
  }

  #removeIfDone(name: string): void {
    const frame = this.#frames.get(name);
    this.#frames.delete(name);
    if (frame !== undefined && frame.names.size === 0 && frame !== this.#open) frame.element.remove();
  }

  #startDedicated(name: string, channel: string | null): MessagePort {
    const worker = new Worker(this.#url, { name, type: 'module' });
    this.#dedicated.set(name, worker);
    worker.onmessage = ({ data, ports: [port] }: MessageEvent<unknown>) => {
      if (accepts(leftChannel, data) && port !== undefined)
        this.#channel(data.channel).resolve({ port, memory: data.memory });
    };
    const { port1, port2 } = new MessageChannel();
    if (channel === null) worker.postMessage(null, [port1]);
    else
      void this.#channel(channel).promise.then(({ port, memory }) => {
        this.#channels.delete(channel);
        worker.postMessage(memory, [port1, port]);
      });
    return port2;
  }

  /** Both who leaves it and who is to have it may come first. */
  #channel(name: string): PromiseWithResolvers<Left> {
    const known = this.#channels.get(name) ?? Promise.withResolvers<Left>();
    this.#channels.set(name, known);
    return known;
  }

  get #url(): URL {
    return new URL(processUrl, this.document.baseURI);
  }

  #terminate(name: string): void {
    this.#dedicated.get(name)?.terminate();
    this.#dedicated.delete(name);
  }
}
