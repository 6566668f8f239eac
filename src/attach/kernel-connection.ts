// What the workbench knows of the kernel: a snapshot store and calls. Components use it through hooks and never hold a port.

import type { KernelApi } from '../../worker/protocol/kernel-api.ts';
import type { ShownFile } from '../../worker/protocol/open-file.ts';
import type { Epoch, ProjectId, SessionId } from '../../worker/protocol/ids.ts';
import type { Snapshot } from '../../worker/kernel/state.ts';

/** The link to the kernel. There is no endless "connecting": it is attached, or it says what is wrong. */
export type LinkState =
  | { readonly link: 'connecting' }
  | { readonly link: 'attached'; readonly epoch: Epoch; readonly snapshot: Snapshot }
  /** The kernel is gone; the last snapshot is shown greyed, its words no longer claimed true. */
  | { readonly link: 'lost'; readonly reason: string; readonly snapshot: Snapshot | null }
  /** The browser cannot run it (no SharedWorker, say); `reason` tells the user what to do. */
  | { readonly link: 'unsupported'; readonly reason: string };

export interface TerminalSink {
  /** Lines above the screen that it keeps: what a replay has to bring. */
  readonly scrollback: number;
  /** Reset the screen to this size and content; runs once on attach and again after a lost link. */
  replay(replay: { cols: number; rows: number; data: string; live: boolean }): void;
  /** `parsed` must be called when xterm has parsed the data: it is the acknowledgement for flow control. */
  data(data: string, parsed: () => void): void;
  /** Another tab set the size. */
  resize(cols: number, rows: number): void;
  exit(): void;
}

export interface TerminalLink extends Disposable {
  readonly session: SessionId;
  write(data: string): void;
  resize(cols: number, rows: number): void;
}

export interface KernelConnection extends Disposable {
  readonly projectId: ProjectId;
  getSnapshot(): LinkState;
  subscribe(listener: () => void): () => void;
  /** `listener` is told of files that programs want shown in the editor. */
  onShowFile(listener: (file: ShownFile) => void): () => void;
  /** Calls; each has a deadline and rejects when the kernel is gone. */
  readonly kernel: KernelApi;
  attachTerminal(
    session: SessionId | null,
    size: { cols: number; rows: number },
    sink: TerminalSink,
  ): Promise<TerminalLink>;
}
