// The container's own ends of the pipes of a spawn without a terminal: what `input` writes and `output` reads. Each lives
// as long as the pipe or until its stream is cancelled.

import type { PipeId } from '../../os/process-context.ts';
import type { Pipes } from './pipes.ts';
import type { Party } from './read-queue.ts';
import type { TextOutput } from './text-output.ts';

/** Bytes of `input` under way before its writer waits: a Linux pipe's capacity. */
const inputCapacity = 64 * 1024;

/**
 * Reads a pipe into `output` as fast as that is read, and takes the rest at once when the last writer is gone, so that
 * nothing is held in the kernel for a reader that never comes. Releases the read end at its end.
 */
export function pumpPipe(pipes: Pipes, pipe: PipeId, output: Pick<TextOutput, 'push' | 'close'>): void {
  const decoder = new TextDecoder();
  let reads = 0;
  let reading = false;
  let ending = false;
  const next = () => {
    if (reading) return;
    reading = true;
    pipes.read(pipe, party, reads++);
  };
  const party: Party = {
    chunk(_source, _read, bytes) {
      reading = false;
      if (bytes === null) {
        const rest = decoder.decode();
        if (rest !== '') output.push(rest);
        output.close();
        pipes.release(pipe, 'read', party);
      } else {
        output.push(decoder.decode(bytes, { stream: true }), () => {
          if (!ending) next();
        });
        if (ending) next();
      }
    },
    taken: () => {},
    broken: () => {},
    ending() {
      ending = true;
      next();
    },
  };
  pipes.hold(pipe, 'read', party);
  next();
}

/** Writes `input` into a pipe; closing the stream is the reader's end. */
export function feedPipe(pipes: Pipes, pipe: PipeId): WritableStream<string> {
  const encoder = new TextEncoder();
  let pending = 0;
  let wake: (() => void) | undefined;
  let broken = false;
  const party: Party = {
    chunk: () => {},
    taken(_sink, bytes) {
      pending -= bytes;
      if (pending < inputCapacity) wake?.();
    },
    broken() {
      broken = true;
      close();
      wake?.();
    },
  };
  const close = () => pipes.release(pipe, 'write', party);
  pipes.hold(pipe, 'write', party);
  return new WritableStream<string>({
    async write(text) {
      // A process that does not read any more is no error of whoever types.
      if (broken) return;
      const bytes = encoder.encode(text);
      pending += bytes.byteLength;
      pipes.write(pipe, bytes, party);
      if (pending < inputCapacity) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
    close,
    abort: close,
  });
}
