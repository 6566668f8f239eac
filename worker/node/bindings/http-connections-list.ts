// The connections of one HTTP server, by what they are doing: `http.Server#closeIdleConnections` and its timeouts ask it.

/** What the list needs to know of a parser. */
export interface TrackedParser {
  /** When the message began that is being received, on the host's clock; 0 between two messages. */
  readonly messageStart: number;
  readonly headersCompleted: boolean;
}

export class ConnectionsList<P extends TrackedParser> {
  readonly #all = new Set<P>();
  readonly #active = new Set<P>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }
  add(parser: P, active: boolean): void {
    // Sets keep insertion order: the oldest message comes first, as in Node.
    this.remove(parser);
    this.#all.add(parser);
    if (active) this.#active.add(parser);
  }
  remove(parser: P): void {
    this.#all.delete(parser);
    this.#active.delete(parser);
  }
  all(): P[] {
    return [...this.#all];
  }
  idle(): P[] {
    return [...this.#all].filter((parser) => parser.messageStart === 0);
  }
  active(): P[] {
    return [...this.#active];
  }
  /** Those that have been receiving headers, or a whole request, for longer than so many ms; each is told once. */
  expired(headersTimeout: number, requestTimeout: number): P[] {
    const now = this.#now();
    const late = (parser: P, timeout: number): boolean => timeout > 0 && now - parser.messageStart > timeout;
    const expired = [...this.#active].filter(
      (parser) => (!parser.headersCompleted && late(parser, headersTimeout)) || late(parser, requestTimeout),
    );
    for (const parser of expired) this.#active.delete(parser);
    return expired;
  }
}
