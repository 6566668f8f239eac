// What a process has done since it began that a new start of it would do a second time (docs/adr/0015). Owned by the process.

import type { StdioDescriptor } from '../../os/messages.ts';

/** The fds that say things to people. What a program says by others (IPC) is its parent's, which counts on hearing it once. */
const lastSpokenFd = 2;

export class Deeds {
  #first: string | null = null;
  #lasting: string | null = null;
  #hasHeard = false;

  /** `stdio`: what it was given, as opposed to what it makes itself, which ends with it. */
  constructor(private readonly stdio: readonly StdioDescriptor[]) {}

  /** It has read what nobody will say again. */
  get hasHeard(): boolean {
    return this.#hasHeard;
  }

  /** The first of all; null while there is none. */
  get first(): string | null {
    return this.#lasting ?? this.#first;
  }

  /** One after which a new start does harm, whatever the program: others had a part in it. */
  get lasting(): string | null {
    return this.#lasting;
  }

  did(deed: string): void {
    this.#first ??= deed;
  }

  wrote(sink: string): void {
    this.did('has written to a pipe');
    const fd = this.stdio.findLastIndex((output) => writes(output, sink));
    if (fd > lastSpokenFd) this.#lasting ??= 'has sent its parent a message';
  }

  /** Of a terminal there is always more to read. */
  read(source: string): void {
    if (!this.stdio.some((input) => reads(input, source))) return;
    this.#hasHeard = true;
    this.#lasting ??= 'has read its input';
  }

  /** It begins anew; what it has read stays read. */
  reset(): void {
    this.#first = null;
  }
}

function reads(input: StdioDescriptor, source: string): boolean {
  if (input.kind === 'pipe-read') return input.pipe === source;
  return input.kind === 'socket' && input.incoming === source;
}

function writes(output: StdioDescriptor, sink: string): boolean {
  if (output.kind === 'pipe-write') return output.pipe === sink;
  return output.kind === 'socket' && output.outgoing === sink;
}
