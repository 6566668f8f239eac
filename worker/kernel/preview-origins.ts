// Gives each listening port an address. A host can offer origins for previews (on localhost: further ports), of which
// each serves one virtual port at a time; kernels of several projects share them, so each holds its own by a Web Lock.
// Without a free origin a preview lives under a path of the IDE's own origin (DESIGN.md section 5).

import type { Port, ProjectId } from '../protocol/ids.ts';

interface Held {
  /** Which port it serves. */
  port: Port | null;
  readonly release: () => void;
}

/** Two more than are in use are kept at hand: ports that open have their addresses at once, and often come in pairs. */
const spare = 2;

export class PreviewOrigins {
  readonly #held = new Map<string, Held>();
  #offered: readonly string[] = [];
  #reserving: Promise<void> = Promise.resolve();

  constructor(
    private readonly project: ProjectId,
    private readonly ideOrigin: string,
    private readonly locks: Pick<LockManager, 'request'>,
  ) {}

  /** A tab told which origins its host has: what is not among them (now, without a network) is not given to a port. */
  offer(origins: readonly string[]): Promise<void> {
    this.#offered = origins;
    for (const [origin, { port, release }] of this.#held) {
      if (port !== null || origins.includes(origin)) continue;
      this.#held.delete(origin);
      release();
    }
    return this.#reserve();
  }

  /** The address of a port; stays the same for as long as this kernel lives. */
  url(port: Port): string {
    for (const [origin, held] of this.#held) if (held.port === port) return `${origin}/`;
    for (const [origin, held] of this.#held) {
      if (held.port !== null) continue;
      held.port = port;
      void this.#reserve();
      return `${origin}/`;
    }
    return `${this.ideOrigin}/__preview/${this.project}/${port}/`;
  }

  /** The port that an origin serves now, or null. */
  portOf(origin: string): Port | null {
    return this.#held.get(origin)?.port ?? null;
  }

  #reserve(): Promise<void> {
    this.#reserving = this.#reserving.then(async () => {
      const free = (): number => [...this.#held.values()].filter(({ port }) => port === null).length;
      for (const origin of this.#offered) {
        if (free() >= spare) return;
        if (!this.#held.has(origin)) await this.#take(origin);
      }
    });
    return this.#reserving;
  }

  /** Holds the origin's lock until this kernel ends, if nobody else has it. */
  async #take(origin: string): Promise<void> {
    const answered = Promise.withResolvers<void>();
    void this.locks.request(`holdfast-preview:${origin}`, { ifAvailable: true }, (lock) => {
      answered.resolve();
      if (lock === null) return undefined;
      return new Promise<void>((release) => this.#held.set(origin, { port: null, release }));
    });
    await answered.promise;
  }
}
