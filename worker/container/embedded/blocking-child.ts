// A child whose parent waits for it, blocked: fed and read here, killed when it takes too long or says too much, reported
// when it has ended and its pipes are closed (libuv's part in child_process.spawnSync). Lives as long as the call.

import { concatBytes } from '../../os/concat-bytes.ts';
import type { RunMessage, RunResult } from '../../os/sync-messages.ts';
import { isSystemError } from '../../protocol/errno.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { Process, System } from './process.ts';
import type { Party } from './read-queue.ts';

/** What a writer gets rid of before anybody reads: a UNIX socket's buffers, which libuv gives a child as its pipes. */
const socketCapacity = 208 * 1024;

/** Rejects with what `spawn` throws. */
export function runChild(system: System, parent: Process, run: RunMessage): Promise<RunResult> {
  return new BlockingChild(system, parent, run).result();
}

class BlockingChild {
  readonly #output: Record<string, Uint8Array[]> = {};
  /** Let go of this side's ends of the pipes. */
  readonly #closes: (() => void)[] = [];
  readonly #closed: Promise<void>[] = [];
  #failure: RunResult['failure'] = null;
  #left: number;
  #pid: Pid | null = null;

  constructor(
    private readonly system: System,
    private readonly parent: Process,
    private readonly run: RunMessage,
  ) {
    this.#left = run.maxBuffer ?? Infinity;
  }

  async result(): Promise<RunResult> {
    const { system, parent, run } = this;
    const { clock, pipes, table } = system;
    const theirs = [
      ...run.collect.map((pipe) => ({ pipe, end: 'write' as const, holder: this.#collect(pipe) })),
      ...run.feed.map(({ pipe, input }) => ({
        pipe,
        end: 'read' as const,
        holder: this.#feed(pipe, new Uint8Array(input)),
      })),
    ];
    let pid: Pid;
    try {
      pid = system.spawn(parent, run.child);
    } catch (error) {
      this.#close();
      throw error;
    } finally {
      // The child holds them by now.
      for (const { pipe, end, holder } of theirs) pipes.release(pipe, end, holder);
    }
    this.#pid = pid;
    const timer = run.timeout === null ? null : clock.setTimeout(() => this.#kill('ETIMEDOUT'), run.timeout);
    // A parent that was killed waits for nothing; its child goes on without it.
    void parent.entry.ended.promise.then(() => this.#close());
    const ended = table.get(pid)?.ended.promise ?? Promise.reject(new Error(`no process ${pid}`));
    const status = await ended;
    await Promise.all(this.#closed);
    if (timer !== null) clock.clearTimeout(timer);
    this.#close();
    const output = Object.fromEntries(
      Object.entries(this.#output).map(([pipe, chunks]) => [pipe, concatBytes(chunks)]),
    );
    return { pid, status, output, failure: this.#failure };
  }

  #collect(pipe: string): Party {
    const { pipes } = this.system;
    const chunks: Uint8Array[] = (this.#output[pipe] = []);
    const closed = Promise.withResolvers<void>();
    let open = true;
    let reads = 0;
    const close = (): void => {
      if (!open) return;
      open = false;
      pipes.release(pipe, 'read', reader);
      closed.resolve();
    };
    const reader: Party = {
      chunk: (_source, _read, bytes) => {
        if (!open) return;
        if (bytes === null) {
          close();
          return;
        }
        chunks.push(bytes);
        this.#left -= bytes.byteLength;
        if (this.#left < 0) this.#kill('ENOBUFS');
        else pipes.read(pipe, reader, ++reads);
      },
      taken: () => {},
      broken: () => {},
    };
    pipes.create(pipe, reader);
    pipes.read(pipe, reader, ++reads);
    this.#closes.push(close);
    this.#closed.push(closed.promise);
    return reader;
  }

  #feed(pipe: string, input: Uint8Array): Party {
    const { pipes } = this.system;
    let unread = input.byteLength;
    const close = (): void => pipes.release(pipe, 'write', writer);
    const writer: Party = {
      chunk: () => {},
      taken(_sink, bytes) {
        unread -= bytes;
        // Not in the middle of the read that took the last of it.
        if (unread === 0) queueMicrotask(close);
      },
      broken: () => {
        if (unread > socketCapacity) this.#failure ??= 'EPIPE';
        close();
      },
    };
    pipes.create(pipe, writer);
    if (unread > 0) pipes.write(pipe, input, writer);
    else close();
    this.#closes.push(close);
    return writer;
  }

  #kill(why: 'ETIMEDOUT' | 'ENOBUFS'): void {
    if (this.#failure === 'ETIMEDOUT' || this.#failure === 'ENOBUFS') return;
    this.#failure = why;
    // As libuv: nobody waits for others that hold its pipes.
    this.#close();
    try {
      if (this.#pid !== null) this.system.kill(this.parent, this.#pid, this.run.killSignal);
    } catch (error) {
      if (!isSystemError(error, 'ESRCH')) throw error;
    }
  }

  #close(): void {
    for (const close of this.#closes) close();
  }
}
