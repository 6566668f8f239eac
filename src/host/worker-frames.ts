// The tab's hands: creates process workers for the kernel and keeps a handle on each live one, through hidden frames,
// because only removing a frame lets go of a SharedWorker before the tab unloads (PLATFORM.md). Those that run when the tab
// comes share one: taking a frame down costs the next reload some milliseconds. Dedicated workers are the tab's own and go
// with it. Lives as long as the attachment to one kernel.

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
  /** The workers that it holds and that nobody has released. */
  readonly names: Set<string>;
}

export class WorkerFrames implements Disposable {
  readonly #frames = new Map<string, Frame>();
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
    this.#frames.clear();
    this.#due = [];
    for (const name of [...this.#dedicated.keys()]) this.#terminate(name);
  }

  #obey(order: KernelToHost): void {
    switch (order.type) {
      case 'create-worker':
        void this.served.then(() =>
          this.#create(order.request, () => this.#connect(this.#frameFor([order.name]), order.name).port),
        );
        return;
      case 'create-dedicated':
        this.#create(order.request, () => this.#startDedicated(order.name, order.channel));
        return;
      case 'hold-worker':
        if (this.#due.length === 0) setTimeout(() => this.#hold(this.#due.splice(0)), holdDelayMs);
        this.#due.push(order.name);
        return;
      case 'release-worker':
        this.#terminate(order.name);
        this.#due = this.#due.filter((name) => name !== order.name);
        this.#frames.get(order.name)?.names.delete(order.name);
        setTimeout(() => this.#letGo(order.name), releaseDelayMs);
    }
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
    if (names.length === 0) return;
    const frame = this.#frameFor(names);
    for (const name of names) this.#connect(frame, name);
  }

  #frameFor(names: readonly string[]): Frame {
    const element = this.document.createElement('iframe');
    element.hidden = true;
    element.title = '';
    this.document.body.append(element);
    const frame: Frame = { element, names: new Set(names) };
    for (const name of names) this.#frames.set(name, frame);
    return frame;
  }

  #connect({ element }: Frame, name: string): SharedWorker {
    const { SharedWorker } = element.contentWindow as unknown as FrameWindow;
    return new SharedWorker(this.#url, { name, type: 'module', extendedLifetime: true } as WorkerOptions);
  }

  /** The others of its frame move to a new one: a worker that does not die by itself is only reaped without its frame. */
  #letGo(name: string): void {
    const frame = this.#frames.get(name);
    if (frame === undefined) return;
    for (const [held, its] of this.#frames) if (its === frame) this.#frames.delete(held);
    this.#hold([...frame.names]);
    frame.element.remove();
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
