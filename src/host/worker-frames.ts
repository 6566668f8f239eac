// The tab's hands: creates process workers for the kernel and keeps a handle on each live one, through a hidden frame per
// worker, because only removing a frame lets go of a SharedWorker before the tab unloads (PLATFORM.md). Lives as long as
// the attachment to one kernel.

import processUrl from '../../worker/process.ts?worker&url';
import { accepts } from '../../worker/protocol/schema.ts';
import { kernelToHost, type HostToKernel, type KernelToHost } from '../../worker/protocol/tab-messages.ts';

/** After a reload the handles on running workers can wait for the first paint: they have minutes (PLATFORM.md). */
const holdDelayMs = 300;

interface FrameWindow {
  readonly SharedWorker: typeof SharedWorker;
}

export class WorkerFrames implements Disposable {
  readonly #frames = new Map<string, HTMLIFrameElement>();

  constructor(
    private readonly document: Document,
    private readonly kernel: MessagePort,
  ) {
    kernel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (accepts(kernelToHost, data)) this.#obey(data);
    };
  }

  [Symbol.dispose](): void {
    this.kernel.onmessage = null;
    for (const name of [...this.#frames.keys()]) this.#release(name);
  }

  #obey(order: KernelToHost): void {
    switch (order.type) {
      case 'create-worker':
        this.#create(order.request, order.name);
        return;
      case 'hold-worker':
        setTimeout(() => this.#connect(order.name), holdDelayMs);
        return;
      case 'release-worker':
        this.#release(order.name);
    }
  }

  #create(request: number, name: string): void {
    try {
      const { port } = this.#connect(name);
      this.kernel.postMessage({ type: 'worker', request, port } satisfies HostToKernel, [port]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.kernel.postMessage({ type: 'worker-failed', request, message } satisfies HostToKernel);
    }
  }

  #connect(name: string): SharedWorker {
    this.#release(name);
    const frame = this.document.createElement('iframe');
    frame.hidden = true;
    frame.title = '';
    this.document.body.append(frame);
    this.#frames.set(name, frame);
    const { SharedWorker } = frame.contentWindow as unknown as FrameWindow;
    const url = new URL(processUrl, this.document.baseURI);
    return new SharedWorker(url, { name, type: 'module', extendedLifetime: true } as WorkerOptions);
  }

  #release(name: string): void {
    this.#frames.get(name)?.remove();
    this.#frames.delete(name);
  }
}
