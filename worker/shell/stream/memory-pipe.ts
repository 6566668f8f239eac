// A pipe between two coroutines of jsh, with backpressure. A child that gets one of its ends gets a kernel pipe that is
// pumped into it. The read end sees the end when the writer and every such child have closed.

import type { Syscalls } from '../../os/process-context.ts';
import { badDescriptor, type Description, type Shared } from './description.ts';
import { BrokenPipe, Interrupted } from './interrupted.ts';
import { pump, sharePumped } from './pump.ts';
import { StreamDescription } from './stream-description.ts';

/** As a Linux pipe's default size (pipe(7)). */
const capacity = 64 * 1024;

export function memoryPipe(): { readonly read: Description; readonly write: Description } {
  const pipe = new MemoryPipe();
  return { read: pipe.readEnd(), write: pipe.writeEnd() };
}

/** The read end of a pipe that already holds all of `bytes`: a here-document. */
export function memorySource(bytes: Uint8Array): Description {
  const pipe = new MemoryPipe();
  if (bytes.length > 0) pipe.unread(bytes);
  pipe.writeEnd().close();
  return pipe.readEnd();
}

class MemoryPipe {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #writers = 0;
  #readerGone = false;
  #changed = Promise.withResolvers<void>();

  readEnd(): Description {
    const end: Description = {
      tty: undefined,
      read: (signal) => this.#read(signal),
      unread: (bytes) => this.unread(bytes),
      write: () => Promise.reject(badDescriptor('write')),
      share: (sys) => sharePumped(end, sys),
      close: () => {
        this.#readerGone = true;
        this.#notify();
      },
    };
    return end;
  }

  writeEnd(): Description {
    this.#writers += 1;
    let open = true;
    return {
      tty: undefined,
      read: () => Promise.reject(badDescriptor('read')),
      unread: () => {},
      write: (bytes, signal) => this.#write(bytes, signal),
      share: (sys) => this.#shareWriter(sys),
      close: () => {
        if (!open) return;
        open = false;
        this.#writers -= 1;
        this.#notify();
      },
    };
  }

  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.unshift(bytes);
    this.#size += bytes.length;
    this.#notify();
  }

  async #read(signal: AbortSignal): Promise<Uint8Array | null> {
    for (;;) {
      if (signal.aborted) throw new Interrupted();
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#size -= chunk.length;
        this.#notify();
        return chunk;
      }
      if (this.#writers === 0) return null;
      await this.#change(signal);
    }
  }

  async #write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#readerGone) throw new BrokenPipe();
    if (signal.aborted) throw new Interrupted();
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    this.#notify();
    while (this.#size > capacity) {
      await this.#change(signal);
      if (this.#readerGone) throw new BrokenPipe();
      if (signal.aborted) throw new Interrupted();
    }
  }

  #shareWriter(sys: Syscalls): Shared {
    const { read, write } = sys.pipe();
    const from = new StreamDescription(read, null);
    const to = this.writeEnd();
    void pump(from, to, new AbortController().signal).finally(() => {
      to.close();
      from.close();
    });
    return {
      request: { kind: 'stream', stream: write },
      // The child has its own by now; ours would hold off the end for ever.
      spawned: () => write.close(),
      settle: async () => {},
    };
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #change(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>();
    const onAbort = (): void => aborted.resolve();
    signal.addEventListener('abort', onAbort);
    try {
      await Promise.race([this.#changed.promise, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
