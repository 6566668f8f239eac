// The histogram's numbers, held against the real perf_hooks.createHistogram.
import { createHistogram } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { seededRandom } from '../testing/fake-realm.ts';
import { HdrHistogram } from './hdr-histogram.ts';

const random = seededRandom(9);
const below = (n: number) => Math.floor(random() * n);
const wanted = [1, 25, 50, 99, 99.9, 100];

interface Statistics {
  skewness: number;
  kurtosis: number;
  cdf(value: number): number;
  countAt(value: number): number;
}

it('equals the real one on random values', () => {
  for (let round = 0; round < 100; round++) {
    const given =
      round % 3 === 0 ? {} : { lowest: 1 + below(4), highest: 1000 + below(1e6), figures: 1 + below(4) };
    const real = createHistogram(given);
    const theirs = real as unknown as Statistics;
    const ours = new HdrHistogram(
      given.lowest ?? 1,
      given.highest ?? Number.MAX_SAFE_INTEGER,
      given.figures ?? 3,
    );
    for (let i = below(40); i > 0; i--) {
      const value = 1 + below(round % 2 === 0 ? 2e6 : 100);
      real.record(value);
      ours.record(value);
    }
    expect([ours.total, ours.min, ours.max, ours.mean, ours.stddev]).toEqual([
      ...[real.count, real.min, real.max, real.mean, real.stddev],
    ]);
    // Sums of fourth powers may differ in their last digit, as C++ rounds.
    expect(ours.skewness).toBeCloseTo(theirs.skewness, 12);
    expect(ours.kurtosis).toBeCloseTo(theirs.kurtosis, 12);
    expect(wanted.map((at) => ours.percentile(at))).toEqual(wanted.map((at) => real.percentile(at)));
    expect([...ours.percentiles()]).toEqual([...real.percentiles]);
    for (const value of [1, 50, 1000]) {
      expect([ours.cdf(value), ours.countAt(value)]).toEqual([theirs.cdf(value), theirs.countAt(value)]);
    }
  }
});
