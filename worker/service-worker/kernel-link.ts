// The service worker's way to one kernel: its control port, what it last said, and how to get a new one when the service
// worker was stopped or the kernel is gone. One a project; lives as long as the service worker's own life.

import { connectFromOutside } from '../preview/outside-connection.ts';
import type { Connection } from '../os/process-context.ts';
import type { Port } from '../protocol/ids.ts';
import type { KernelToLink, LinkToKernel, OpenPort } from '../protocol/preview-link.ts';
import type { PreviewScript } from '../protocol/preview-message.ts';

/** A window needs a moment to ask its kernel; a kernel that boots needs longer. */
const linkDeadlineMs = 10_000;
/** A kernel answers a ping at once: it runs no user code. */
const pingDeadlineMs = 2_000;
/** How often windows are asked again while a link is missing. */
const askAgainMs = 1_000;

/**
 * A server that restarts, or tries a port before it listens on it, is there again so soon; and a tab that hears of its end
 * has taken the page away.
 */
const comesBackMs = 2_000;

/** A kernel that was ended says nothing: a poll looks again. */
const recheckMs = 4_000;

/** No window gave a link in time. */
export class NoLink extends Error {
  constructor() {
    super('Holdfast is not open in this browser.');
  }
}

export class KernelLink {
  #link: MessagePort | null = null;
  #open: ReadonlyMap<Port, OpenPort> | null = null;
  #bound: Port | null = null;
  #script: PreviewScript | null = null;
  #checked = 0;
  /** Counts what a kernel said of its ports. */
  #version = 0;
  /** Ports that were open, and when that was last known. */
  readonly #lastOpen = new Map<Port, number>();
  /** When the origin was last known to serve something. */
  #lastBound = -Infinity;
  /** When a kernel first said anything: what it does not name may have ended just before. */
  #firstTold: number | null = null;
  /** Called when the kernel has said which ports are open. */
  readonly #changes: Listeners = new Set();
  readonly #pongs: Listeners = new Set();
  /** Called when the origin serves something. */
  readonly #bindings: Listeners = new Set();

  constructor(
    private readonly host: {
      /** Asks every window for a link. */
      ask(): void;
      now(): number;
      /** Ports that were open and no longer are. */
      closed(ports: readonly Port[]): void;
      bound(port: Port | null): void;
    },
  ) {}

  /** A window gave a link: the newest counts. */
  use(link: MessagePort): void {
    this.#drop();
    this.#link = link;
    this.#checked = this.host.now();
    link.onmessage = ({ data }: MessageEvent<KernelToLink>) => {
      if (this.#link !== link) return;
      this.#receive(data);
    };
    link.start();
  }

  /** The open ports, from a kernel that is alive. Rejects with NoLink. */
  async ports(): Promise<ReadonlyMap<Port, OpenPort>> {
    await this.ready();
    return this.#open ?? new Map();
  }

  /** What the origin serves (origins of their own), from a kernel that is alive. Rejects with NoLink. */
  async boundPort(): Promise<Port | null> {
    await this.ready();
    return this.#bound;
  }

  /** What every page gets, as the kernel said last; call `ready` first. */
  get script(): PreviewScript | null {
    return this.#script;
  }

  /** The port's public address, as far as is known now. */
  urlOf(port: Port): string | undefined {
    return this.#open?.get(port)?.url;
  }

  /** Resolves when there is a link whose kernel answers. */
  async ready(): Promise<void> {
    if (this.#open !== null && this.host.now() - this.#checked < pingDeadlineMs) return;
    if (this.#open !== null) {
      const asked = this.#link;
      if (await this.#ping()) return;
      // Unless a window gave another meanwhile.
      if (this.#link === asked) this.#drop();
    }
    const end = this.host.now() + linkDeadlineMs;
    while (this.#open === null) {
      if (this.host.now() >= end) throw new NoLink();
      // A link that was given just now may not have said anything yet.
      if (this.#link === null || this.host.now() - this.#checked >= askAgainMs) this.host.ask();
      await isCalled(this.#changes, askAgainMs);
    }
  }

  /** Whether there is a link within so short a time: for those who can get one themselves. */
  async soon(ms: number): Promise<boolean> {
    const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms));
    return Promise.race([
      this.ready().then(
        () => true,
        () => false,
      ),
      timeout,
    ]);
  }

  /** A connection; call `ready` first. Its `opened` rejects with ECONNREFUSED where nothing listens. */
  connect(port: Port): Connection {
    return connectFromOutside(port, (end, life) => this.hand(port, end, life));
  }

  /** Passes the ends of a connection on to the kernel. */
  hand(port: Port, end: MessagePort, life: MessagePort): void {
    this.#link?.postMessage({ type: 'connect', port, end, life } satisfies LinkToKernel, [end, life]);
  }

  /** Whether a kernel has answered over the link that there is now. */
  get isLinked(): boolean {
    return this.#open !== null;
  }

  /** What a kernel has said of its ports so far; see `changedUntil`. */
  get version(): number {
    return this.#version;
  }

  /**
   * Resolves true as soon as `condition` holds, false after `ms`. It is tried after every change of the ports since the
   * version `since`, and at once where that is null.
   */
  async changedUntil(ms: number, condition: () => Promise<boolean>, since: number | null): Promise<boolean> {
    const end = this.host.now() + ms;
    for (let first = true; ; first = false) {
      const seen = this.#version;
      if (!(first && since === seen) && (await condition())) return true;
      const left = end - this.host.now();
      if (left <= 0) return false;
      if (this.#version === seen) await isCalled(this.#changes, Math.min(left, recheckMs));
    }
  }

  /** Whether a port that refused, and was open a moment ago or may have been, opens again: at a change since `since`. */
  async comesBack(port: Port, since: number): Promise<boolean> {
    const now = this.host.now();
    const known = this.#lastOpen.get(port) ?? this.#firstTold ?? -Infinity;
    const seen = this.#open?.has(port) === true ? now : known;
    return this.changedUntil(seen + comesBackMs - now, async () => this.#open?.has(port) === true, since);
  }

  /** Whether an origin that serves nothing, and did a moment ago or may have, serves something again. */
  async bindsAgain(): Promise<boolean> {
    const left = Math.max(this.#lastBound, this.#firstTold ?? -Infinity) + comesBackMs - this.host.now();
    if (this.#bound === null && left > 0) await isCalled(this.#bindings, left);
    return this.#bound !== null;
  }

  async #ping(): Promise<boolean> {
    const answered = isCalled(this.#pongs, pingDeadlineMs);
    this.#link?.postMessage({ type: 'ping' } satisfies LinkToKernel);
    return answered;
  }

  #receive(message: KernelToLink): void {
    this.#checked = this.host.now();
    this.#firstTold ??= this.#checked;
    switch (message.type) {
      case 'bind':
        if (this.#bound !== null) this.#lastBound = this.#checked;
        this.#bound = message.port;
        this.host.bound(message.port);
        if (message.port !== null) callAll(this.#bindings);
        break;
      case 'script':
        this.#script = message.script;
        break;
      case 'ports': {
        const before = this.#open;
        for (const port of before?.keys() ?? []) this.#lastOpen.set(port, this.#checked);
        this.#version++;
        this.#open = new Map(message.open.map((each) => [each.port, each]));
        const closed = [...(before?.keys() ?? [])].filter((port) => this.#open?.has(port) === false);
        if (closed.length > 0) this.host.closed(closed);
        callAll(this.#changes);
        break;
      }
      case 'pong':
        callAll(this.#pongs);
        break;
    }
  }

  #drop(): void {
    if (this.#link !== null) this.#link.onmessage = null;
    this.#link?.close();
    this.#link = null;
    this.#open = null;
  }
}

type Listeners = Set<() => void>;

/** Resolves true when the listeners are called next, false after `ms`. */
function isCalled(listeners: Listeners, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (called: boolean): void => {
      clearTimeout(timer);
      listeners.delete(listener);
      resolve(called);
    };
    const listener = (): void => end(true);
    const timer = setTimeout(() => end(false), ms);
    listeners.add(listener);
  });
}

function callAll(listeners: Listeners): void {
  for (const listener of [...listeners]) listener();
}
