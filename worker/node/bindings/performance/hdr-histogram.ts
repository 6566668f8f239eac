// A high dynamic range histogram (hdrhistogram.org): counts of values in buckets whose width grows with the value, so that each
// value keeps so many significant figures. Values are whole numbers below 2^53.

/** What min() is where nothing was recorded: the largest number of 64 bits. */
const NOTHING_RECORDED = 2 ** 63;

export class HdrHistogram {
  readonly lowest: number;
  readonly highest: number;
  readonly figures: number;
  /** Widths of the parts of a bucket, as powers of two. */
  readonly #unitMagnitude: number;
  readonly #halfMagnitude: number;
  readonly #halfCount: number;
  readonly #counts: Float64Array;
  total = 0;
  #min = NOTHING_RECORDED;
  #max = 0;

  constructor(lowest: number, highest: number, figures: number) {
    this.lowest = lowest;
    this.highest = highest;
    this.figures = figures;
    this.#unitMagnitude = Math.floor(Math.log2(lowest));
    this.#halfMagnitude = Math.max(Math.ceil(Math.log2(2 * 10 ** figures)), 1) - 1;
    this.#halfCount = 2 ** this.#halfMagnitude;
    let buckets = 1;
    for (let limit = this.#halfCount * 2 * 2 ** this.#unitMagnitude; limit <= highest; limit *= 2) buckets++;
    this.#counts = new Float64Array((buckets + 1) * this.#halfCount);
  }

  #bucketOf(value: number): number {
    const bits = Math.max(bitLength(value), this.#unitMagnitude + this.#halfMagnitude + 1);
    return bits - this.#unitMagnitude - this.#halfMagnitude - 1;
  }
  #indexOf(value: number): number {
    const bucket = this.#bucketOf(value);
    const part = Math.floor(value / 2 ** (bucket + this.#unitMagnitude));
    return (bucket + 1) * this.#halfCount + part - this.#halfCount;
  }
  #valueAt(index: number): number {
    const bucket = Math.floor(index / this.#halfCount) - 1;
    const part = (index % this.#halfCount) + this.#halfCount;
    return bucket < 0
      ? (part - this.#halfCount) * 2 ** this.#unitMagnitude
      : part * 2 ** (bucket + this.#unitMagnitude);
  }
  #width(value: number): number {
    return 2 ** (this.#unitMagnitude + this.#bucketOf(value));
  }
  /** Values that count as this one: from the lowest up to the highest. */
  lowestEquivalent(value: number): number {
    const width = this.#width(value);
    return Math.floor(value / width) * width;
  }
  highestEquivalent(value: number): number {
    return this.lowestEquivalent(value) + this.#width(value) - 1;
  }
  #medianEquivalent(value: number): number {
    return this.lowestEquivalent(value) + Math.floor(this.#width(value) / 2);
  }

  /** False where the value lies outside. */
  record(value: number, count = 1): boolean {
    if (value < 0 || value > this.highest) return false;
    const index = this.#indexOf(value);
    const before = this.#counts[index];
    if (before === undefined) return false;
    this.#counts[index] = before + count;
    this.total += count;
    if (value !== 0 && value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    return true;
  }

  reset(): void {
    this.#counts.fill(0);
    this.total = 0;
    this.#min = NOTHING_RECORDED;
    this.#max = 0;
  }

  countAt(value: number): number {
    return this.#counts[this.#indexOf(value)] ?? 0;
  }

  get min(): number {
    if ((this.#counts[0] ?? 0) > 0) return 0;
    return this.#min === NOTHING_RECORDED ? NOTHING_RECORDED : this.lowestEquivalent(this.#min);
  }
  get max(): number {
    return this.total === 0 ? 0 : this.highestEquivalent(this.#max);
  }

  /** [value, count] of each bucket that holds something, ascending; the value is the lowest one of its bucket. */
  *recorded(): Generator<[value: number, count: number]> {
    for (let index = 0; index < this.#counts.length; index++) {
      const count = this.#counts[index] as number;
      if (count > 0) yield [this.#valueAt(index), count];
    }
  }

  /** The mean of what `of` makes of each recorded value. */
  #meanOf(of: (value: number) => number): number {
    let sum = 0;
    for (const [value, count] of this.recorded()) sum += of(this.#medianEquivalent(value)) * count;
    return sum / this.total;
  }
  get mean(): number {
    return this.#meanOf((value) => value);
  }
  get #variance(): number {
    const { mean } = this;
    return this.#meanOf((value) => (value - mean) * (value - mean));
  }
  get stddev(): number {
    return Math.sqrt(this.#variance);
  }
  /** Zero where there are too few values to speak of a shape. */
  get skewness(): number {
    const { mean } = this;
    const variance = this.#variance;
    if (this.total < 3 || !(variance > 0)) return 0;
    const third = this.#meanOf((value) => (value - mean) * (value - mean) * (value - mean));
    return third / (variance * Math.sqrt(variance));
  }
  get kurtosis(): number {
    const { mean } = this;
    const variance = this.#variance;
    if (this.total < 4 || !(variance > 0)) return 0;
    const fourth = this.#meanOf((value) => {
      const square = (value - mean) * (value - mean);
      return square * square;
    });
    return fourth / (variance * variance) - 3;
  }

  /** The part of the recorded values that are at most `value`. */
  cdf(value: number): number {
    if (this.total === 0) return 0;
    let below = 0;
    for (const [recorded, count] of this.recorded()) {
      if (recorded > value) break;
      below += count;
    }
    return below / this.total;
  }

  percentile(percentile: number): number {
    const wanted = Math.max(1, Math.floor((Math.min(percentile, 100) / 100) * this.total + 0.5));
    let seen = 0;
    for (const [value, count] of this.recorded()) {
      seen += count;
      if (seen >= wanted)
        return percentile === 0 ? this.lowestEquivalent(value) : this.highestEquivalent(value);
    }
    return this.highestEquivalent(0);
  }

  /** [percentile, value] at 0, and then at each halving of what is left up to 100. */
  *percentiles(): Generator<[percentile: number, value: number]> {
    let next = 0;
    let seen = 0;
    let last = 0;
    for (const [value, count] of this.recorded()) {
      seen += count;
      last = value;
      while (next <= (100 * seen) / this.total && seen < this.total) {
        yield [next, value];
        next += 100 / 2 ** (Math.floor(Math.log2(100 / (100 - next))) + 1);
      }
      if (seen === this.total && next <= 100) {
        yield [next, value];
      }
    }
    yield [100, last];
  }
}

function bitLength(value: number): number {
  if (value < 1) return 0;
  return value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));
}
