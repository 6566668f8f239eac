// What a person must know of while the machine goes on: one trouble for each thing that it concerns, of which the state
// shows the gravest. Lives as long as the kernel.

export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** The gravest first: what is lost with files cannot be made again. */
const concerns = ['files', 'container', 'screens'] as const;
export type Concern = (typeof concerns)[number];

export class Warnings {
  readonly #of = new Map<Concern, Warning>();
  #listener: (gravest: Warning | null) => void = () => undefined;

  get gravest(): Warning | null {
    const concern = concerns.find((each) => this.#of.has(each));
    return concern === undefined ? null : (this.#of.get(concern) ?? null);
  }

  /** One listener: it hears of what holds from now on, not of what holds already. */
  listen(listener: (gravest: Warning | null) => void): void {
    this.#listener = listener;
  }

  /** Null: the trouble is over. */
  set(concern: Concern, warning: Warning | null): void {
    if (warning === null) this.#of.delete(concern);
    else this.#of.set(concern, warning);
    this.#listener(this.gravest);
  }
}
