// The native Histogram behind perf_hooks.createHistogram (src/histogram.cc). Each object owns its counts.
import type { Realm } from '../../realm.ts';
import { markCloneable } from '../messaging/cloneable-handles.ts';
import { HdrHistogram } from './hdr-histogram.ts';

const NANOSECONDS_PER_MS = 1e6;

/** The comparisons of two histograms by statistical tests, and what else is missing. */
const missing = ['ksTest', 'welchTest', 'mannWhitneyTest', 'cohensD', 'cliffsD', 'percentileCI'] as const;

export function createHistogramClass(realm: Realm) {
  class Histogram {
    readonly #counts: HdrHistogram;
    #exceeds = 0;
    #lastDelta: number | undefined;

    constructor(
      lowest: number | bigint,
      highest: number | bigint,
      figures: number,
      halfLife: number,
      _threshold: number,
    ) {
      if (halfLife > 0) realm.unavailable('exponentially weighted averages of a histogram');
      this.#counts = new HdrHistogram(Number(lowest), Number(highest), figures);
      markCloneable(this);
    }

    record(value: number | bigint): void {
      if (!this.#counts.record(Number(value))) this.#exceeds++;
    }
    /** The time since the call before, in nanoseconds. */
    recordDelta(): void {
      const now = realm.host.now() * NANOSECONDS_PER_MS;
      if (this.#lastDelta !== undefined) this.record(Math.round(now - this.#lastDelta));
      this.#lastDelta = now;
    }
    /** Fills in what would have been recorded while one value took so long (coordinated omission). */
    recordCorrected(value: number | bigint, expectedInterval: number | bigint): void {
      this.record(value);
      const interval = Number(expectedInterval);
      for (let left = Number(value) - interval; left >= interval; left -= interval) this.record(left);
    }
    add(other: Histogram): void {
      for (const [value, count] of other.#counts.recorded()) {
        if (!this.#counts.record(value, count)) this.#exceeds += count;
      }
      this.#exceeds += other.#exceeds;
    }
    /** No count becomes negative. */
    subtract(other: Histogram): void {
      const left = [...this.#counts.recorded()].map(
        ([value, count]) => [value, Math.max(0, count - other.#counts.countAt(value))] as const,
      );
      this.#counts.reset();
      for (const [value, count] of left) if (count > 0) this.#counts.record(value, count);
      this.#exceeds = Math.max(0, this.#exceeds - other.#exceeds);
    }
    reset(): void {
      this.#counts.reset();
      this.#exceeds = 0;
      this.#lastDelta = undefined;
    }

    count = () => this.#counts.total;
    countBigInt = () => BigInt(this.#counts.total);
    countAt = (value: number) => this.#counts.countAt(value);
    cdf = (value: number) => this.#counts.cdf(value);
    min = () => this.#counts.min;
    minBigInt = () => (this.#counts.total === 0 ? 2n ** 63n - 1n : BigInt(this.#counts.min));
    max = () => this.#counts.max;
    maxBigInt = () => BigInt(this.#counts.max);
    mean = () => this.#counts.mean;
    stddev = () => this.#counts.stddev;
    skewness = () => this.#counts.skewness;
    kurtosis = () => this.#counts.kurtosis;
    exceeds = () => this.#exceeds;
    exceedsBigInt = () => BigInt(this.#exceeds);
    /** Off, since no histogram has a half-life. */
    ewmaMean = () => 0;
    ewmaStddev = () => 0;
    ewmaErrorRate = () => 0;

    percentile = (percentile: number) => this.#counts.percentile(percentile);
    percentileBigInt = (percentile: number) => BigInt(this.#counts.percentile(percentile));
    percentiles(target: Map<number, number>): void {
      for (const [percentile, value] of this.#counts.percentiles()) target.set(percentile, value);
    }
    percentilesBigInt(target: Map<number, bigint>): void {
      for (const [percentile, value] of this.#counts.percentiles()) target.set(percentile, BigInt(value));
    }
    percentilesAt(target: Map<number, number>, wanted: Float64Array): void {
      for (const percentile of wanted) target.set(percentile, this.#counts.percentile(percentile));
    }
  }
  for (const name of [...missing, 'linearBuckets', 'logBuckets']) {
    Object.defineProperty(Histogram.prototype, name, {
      value: () => realm.unavailable(`Histogram#${name}`),
      configurable: true,
      writable: true,
    });
  }
  return Histogram;
}
