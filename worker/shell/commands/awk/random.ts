// rand and srand: the same numbers for the same seed, and in every run of a program that sets none (POSIX XCU, awk).

/** The step of Weyl's sequence and the multipliers of the splitmix32 generator. */
const step = 0x9e3779b9;
const [firstFactor, secondFactor] = [0x21f0aaad, 0x735a2d97];

export class Random {
  #seed = 0;
  #state = 0;

  /** From 0 up to, not with, 1. */
  next(): number {
    this.#state = (this.#state + step) | 0;
    let bits = this.#state ^ (this.#state >>> 16);
    bits = Math.imul(bits, firstFactor);
    bits = Math.imul(bits ^ (bits >>> 15), secondFactor);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  }

  /** The seed before. */
  seed(seed: number): number {
    const before = this.#seed;
    this.#seed = seed;
    this.#state = Math.trunc(seed) | 0;
    return before;
  }
}
