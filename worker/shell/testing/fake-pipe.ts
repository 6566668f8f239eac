// A kernel pipe for tests: holders of either end are counted, data waits for a reader that is started.

import type { Stream } from '../../os/process-context.ts';
import { SystemError } from '../../protocol/errno.ts';

type ReadEnd = Extract<Stream, { kind: 'pipe-read' }>;
type WriteEnd = Extract<Stream, { kind: 'pipe-write' }>;

const capacity = 64 * 1024;

interface Active {
  readonly onData: (chunk: Uint8Array) => void;
  readonly onEnd: () => void;
}

export class FakePipe {
  readonly id: string;
  #queue: Uint8Array[] = [];
  #size = 0;
  #readers = 0;
  #writers = 0;
  #active: Active | undefined;
  #blocked: ((error?: Error) => void)[] = [];

  constructor(id: string) {
    this.id = id;
  }

  readEnd(): ReadEnd {
    this.#readers += 1;
    let open = true;
    let listener: Active | undefined;
    return {
      kind: 'pipe-read',
      pipe: this.id,
      start: (onData, onEnd) => {
        listener = { onData, onEnd };
        this.#active = listener;
        queueMicrotask(() => this.#deliver());
      },
      stop: () => {
        if (this.#active === listener) this.#active = undefined;
      },
      close: () => {
        if (!open) return;
        open = false;
        if (this.#active === listener) this.#active = undefined;
        this.#readers -= 1;
        if (this.#readers === 0)
          for (const done of this.#blocked.splice(0)) done(new SystemError('EPIPE', 'write'));
      },
    };
  }

  writeEnd(): WriteEnd {
    this.#writers += 1;
    let open = true;
    return {
      kind: 'pipe-write',
      pipe: this.id,
      write: (bytes, done) => {
        if (this.#readers === 0) {
          queueMicrotask(() => done?.(new SystemError('EPIPE', 'write')));
          return;
        }
        this.#queue.push(bytes.slice());
        this.#size += bytes.length;
        if (done !== undefined) {
          if (this.#size <= capacity) queueMicrotask(() => done());
          else this.#blocked.push(done);
        }
        queueMicrotask(() => this.#deliver());
      },
      close: () => {
        if (!open) return;
        open = false;
        this.#writers -= 1;
        queueMicrotask(() => this.#deliver());
      },
    };
  }

  #deliver(): void {
    while (this.#active !== undefined) {
      const chunk = this.#queue.shift();
      if (chunk === undefined) {
        if (this.#writers > 0) return;
        const { onEnd } = this.#active;
        this.#active = undefined;
        onEnd();
        return;
      }
      this.#size -= chunk.length;
      if (this.#size <= capacity) for (const done of this.#blocked.splice(0)) done();
      this.#active.onData(chunk);
    }
  }
}
