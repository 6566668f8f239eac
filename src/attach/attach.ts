// Finds the kernel of a project and stays attached to it: hello, snapshot, ordered changes, calls, terminals. When the
// kernel dies (its Web Lock becomes free) the tab says so, connects to a new one, and shows what that one says. Lives as
// long as the tab shows the project.

import kernelUrl from '../../worker/kernel.ts?worker&url';
import { kernelName } from '../../worker/protocol/discovery.ts';
import type { Epoch, ProjectId, SessionId, TabId } from '../../worker/protocol/ids.ts';
import { kernelCalls, type KernelApi, type NewProject } from '../../worker/protocol/kernel-api.ts';
import { accepts } from '../../worker/protocol/schema.ts';
import { stateToTab, type TabHello } from '../../worker/protocol/tab-messages.ts';
import type { ShownFile } from '../../worker/protocol/open-file.ts';
import { connect, forward, PeerError } from '../../worker/protocol/rpc.ts';
import { PROTOCOL_VERSION } from '../../worker/protocol/version.ts';
import { WorkerFrames } from '../host/worker-frames.ts';
import type { Snapshot } from '../../worker/kernel/state.ts';
import type { KernelConnection, LinkState, TerminalLink, TerminalSink } from './kernel-connection.ts';
import { openTerminalLink } from './terminal-link.ts';

/** Calls that wait for more than a message: the default is what a busy kernel may need. */
const deadlines: Readonly<Record<string, number>> = {
  exec: 15_000,
  stopRuntime: 15_000,
  startRuntime: 30_000,
  restartDevServer: 30_000,
  attachPTY: 30_000,
  openPTY: 30_000,
};
const defaultDeadlineMs = 20_000;

/** The kernel worker has to load and to read its checkpoint and files; after this the tab says what is wrong. */
const greetingMs = 20_000;

/** For the tab to see the lost link before it shows the new one, and not to spin where each new kernel dies. */
const reviveDelayMs = 250;

export interface AttachOptions {
  readonly project: ProjectId;
  readonly create: NewProject | null;
  readonly role: TabHello['role'];
  /** From the host's configuration; the attachment does not wait for it. */
  readonly previewOrigins: Promise<readonly string[]>;
  /** Workers that the kernel orders are made from then on. */
  readonly served?: Promise<void>;
  readonly window: Window & typeof globalThis;
  /** Called with each new SharedWorker port, for links that the service workers ask for. */
  readonly onWorker?: (port: MessagePort) => void;
}

interface Attachment {
  readonly api: KernelApi;
  readonly frames: WorkerFrames;
  readonly lost: PromiseWithResolvers<string>;
}

const epochKey = (project: ProjectId): string => `holdfast-epoch:${project}`;

export class Attach implements KernelConnection {
  #link: LinkState = { link: 'connecting' };
  #attachment: Attachment | null = null;
  #disposed = false;
  /** The same object for ever: its calls go to the kernel attached at that moment, or reject. */
  readonly kernel: KernelApi = forward(() => {
    if (this.#attachment !== null) return this.#attachment.api;
    const reason = this.#link.link === 'lost' ? this.#link.reason : 'The kernel is not attached yet.';
    throw new PeerError('ERR_PEER_LOST', reason);
  });
  readonly #listeners = new Set<() => void>();
  readonly #showFileListeners = new Set<(file: ShownFile) => void>();

  constructor(private readonly options: AttachOptions) {
    this.#connect();
  }

  get projectId(): ProjectId {
    return this.options.project;
  }

  getSnapshot(): LinkState {
    return this.#link;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  onShowFile(listener: (file: ShownFile) => void): () => void {
    this.#showFileListeners.add(listener);
    return () => void this.#showFileListeners.delete(listener);
  }

  async attachTerminal(
    session: SessionId | null,
    size: { cols: number; rows: number },
    sink: TerminalSink,
  ): Promise<TerminalLink> {
    return openTerminalLink(this.kernel, session, size, sink);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#attachment?.lost.resolve('The project was closed in this tab.');
    this.#attachment?.frames[Symbol.dispose]();
    this.#attachment = null;
    this.#listeners.clear();
    this.#showFileListeners.clear();
  }

  #set(link: LinkState): void {
    this.#link = link;
    for (const listener of [...this.#listeners]) listener();
  }

  #connect(): void {
    const { window, project } = this.options;
    if (typeof window.SharedWorker !== 'function') {
      this.#set({
        link: 'unsupported',
        reason:
          'This browser has no shared workers, which the machine needs. Use a current Chromium, Firefox or Safari.',
      });
      return;
    }
    const worker = new window.SharedWorker(new URL(kernelUrl, window.document.baseURI), {
      name: kernelName(project),
      type: 'module',
      extendedLifetime: true,
    } as WorkerOptions);
    const lost = Promise.withResolvers<string>();
    worker.onerror = () =>
      lost.resolve('The kernel could not be loaded. Check the connection and reload the page.');
    this.options.onWorker?.(worker.port);
    this.#hello(worker.port, lost);
  }

  #hello(port: MessagePort, lost: PromiseWithResolvers<string>): void {
    const { window, project, create, role } = this.options;
    const [control, state, host] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
    const tab = window.crypto.randomUUID() as TabId;
    const hello: TabHello = {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      tab,
      lock: `holdfast-tab:${tab}`,
      knownEpoch: window.sessionStorage.getItem(epochKey(project)) as Epoch | null,
      role,
      isolated: window.crossOriginIsolated,
      create,
      ports: { control: control.port2, state: state.port2, host: host.port2 },
    };
    const api = connect<KernelApi>(control.port1, {
      table: kernelCalls,
      lost: lost.promise,
      deadline: (method) => deadlines[method] ?? defaultDeadlineMs,
    });
    const frames = new WorkerFrames(window.document, host.port1, this.options.served);
    const attachment: Attachment = { api, frames, lost };
    // The lock must be held before the kernel asks for it: that request would be granted at once otherwise.
    void window.navigator.locks.request(hello.lock, async () => {
      port.start();
      port.postMessage(hello, [hello.ports.control, hello.ports.state, hello.ports.host]);
      await lost.promise;
    });
    const greeting = window.setTimeout(
      () => lost.resolve('The kernel does not answer. Reload the page.'),
      greetingMs,
    );
    state.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!accepts(stateToTab, data)) {
        lost.resolve('This page does not understand what the machine says. Reload the page.');
        return;
      }
      if (data.type === 'failed') {
        lost.resolve(data.message);
        return;
      }
      if (data.type === 'show-file') {
        for (const listener of [...this.#showFileListeners]) listener(data);
        return;
      }
      if (this.#attachment !== attachment) {
        window.clearTimeout(greeting);
        this.#attached(attachment);
      }
      this.#receive(data.snapshot);
    };
    void lost.promise.then((reason) => {
      window.clearTimeout(greeting);
      this.#lost(attachment, reason);
    });
  }

  #attached(attachment: Attachment): void {
    this.#attachment = attachment;
    void this.options.previewOrigins
      .then((origins) => attachment.api.offerPreviewOrigins(origins))
      .catch(() => undefined);
    const { window, project } = this.options;
    // Granted when the kernel is dead. It holds its lock before it greets.
    void window.navigator.locks.request(kernelName(project), { mode: 'shared' }, () => {
      attachment.lost.resolve('The kernel was ended by the browser.');
    });
  }

  #receive(snapshot: Snapshot): void {
    const { epoch } = snapshot.state;
    const { window, project, role } = this.options;
    const known = this.#link.link === 'attached' ? this.#link.epoch : null;
    if (role === 'tab' && epoch !== known) window.sessionStorage.setItem(epochKey(project), epoch);
    this.#set({ link: 'attached', epoch, snapshot });
  }

  #lost(attachment: Attachment, reason: string): void {
    attachment.frames[Symbol.dispose]();
    if (this.#disposed) return;
    const wasAttached = this.#attachment === attachment;
    this.#attachment = null;
    const snapshot =
      this.#link.link === 'attached' || this.#link.link === 'lost' ? this.#link.snapshot : null;
    this.#set({ link: 'lost', reason, snapshot });
    // A kernel that never answered is not asked again by itself: there is no connecting loop.
    if (wasAttached) this.options.window.setTimeout(() => this.#disposed || this.#connect(), reviveDelayMs);
  }
}
