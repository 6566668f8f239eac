// Offsets of the tz database, and local times that come twice or not at all.
import { describe, expect, test } from 'vitest';
import { hostZone, timeZoneOf, utcOfLocal, utcZone } from './time-zone.ts';

const hour = 3_600_000;

describe('offsets', () => {
  test.each([
    ['America/New_York', '2021-03-14T06:59:59Z', -5],
    ['America/New_York', '2021-03-14T07:00:00Z', -4],
    [':Asia/Kolkata', '2021-01-01T00:00:00Z', 5.5],
    ['UTC+3', '2021-01-01T00:00:00Z', -3],
    ['CET-1', '2021-07-01T00:00:00Z', 1],
    ['nowhere', '2021-01-01T00:00:00Z', 0],
    ['', '2021-01-01T00:00:00Z', 0],
  ])('%s at %s', (tz, time, hours) => {
    expect(timeZoneOf(tz).offsetAt(Date.parse(time))).toBe(hours * hour);
  });
  test('without TZ', () => {
    expect(timeZoneOf(undefined)).toBe(hostZone);
  });
  test('of what is no time', () => {
    for (const zone of [hostZone, utcZone, timeZoneOf('Asia/Tokyo')]) expect(zone.offsetAt(NaN)).toBeNaN();
    expect(timeZoneOf('Asia/Tokyo').offsetAt(8.64e15 + 1)).toBeNaN();
  });
});

describe('instants of local times', () => {
  const newYork = timeZoneOf('America/New_York');
  test.each([
    ['as any other', '2021-06-01T12:00:00Z', '2021-06-01T16:00:00.000Z'],
    ['left out', '2021-03-14T02:30:00Z', '2021-03-14T07:30:00.000Z'],
    ['twice', '2021-11-07T01:30:00Z', '2021-11-07T05:30:00.000Z'],
    ['after both', '2021-11-07T02:00:00Z', '2021-11-07T07:00:00.000Z'],
  ])('%s', (_, local, utc) => {
    expect(new Date(utcOfLocal(newYork, Date.parse(local))).toISOString()).toBe(utc);
  });
});
