// Gives a child the rest of a description that jsh has already read from. The bytes go through a pipe of which jsh keeps
// a read end, so that what the child left unread comes back: `while read x; do node $x; done < list` must not lose lines.

import type { Syscalls } from '../../os/process-context.ts';
import type { Description, Shared } from './description.ts';
import { StreamDescription } from './stream-description.ts';
import { joinBytes } from '../../os/concat-bytes.ts';

export function sharePumped(source: Description, sys: Syscalls): Shared {
  const pipe = sys.pipe();
  const write = new StreamDescription(pipe.write, null);
  const stop = new AbortController();
  const pumped = pump(source, write, stop.signal).finally(() => write.close());
  return {
    request: { kind: 'stream', stream: pipe.read },
    spawned() {},
    async settle() {
      stop.abort();
      await pumped;
      const read = new StreamDescription(pipe.read, null);
      const rest: Uint8Array[] = [];
      const never = new AbortController().signal;
      for (;;) {
        const chunk = await read.read(never);
        if (chunk === null) break;
        rest.push(chunk);
      }
      read.close();
      source.unread(joinBytes(rest));
    },
  };
}

/** Copies until the end of `from`, the abort of `signal` or an error of either side: then the caller closes both. */
export async function pump(from: Description, to: Description, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      const chunk = await from.read(signal);
      if (chunk === null) return;
      await to.write(chunk, signal);
    }
  } catch {
    // Nobody is there to be told: the reader sees the end, the writer a broken pipe.
  }
}
