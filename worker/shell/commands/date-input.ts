// Dates as people write them for date -d and touch -d: ISO, @seconds, now/today/yesterday/tomorrow, "N units ago".

import { parseTime, type TimeZone } from '../../os/time-zone.ts';

const units: Readonly<Record<string, number>> = {
  second: 1000,
  sec: 1000,
  minute: 60_000,
  min: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Milliseconds since the epoch, or undefined where it is no date that is understood. */
export function parseDate(text: string, zone: TimeZone, now = Date.now()): number | undefined {
  const trimmed = text.trim();
  const seconds = /^@(-?\d+(?:\.\d+)?)$/.exec(trimmed);
  if (seconds !== null) return Number(seconds[1]) * 1000;
  if (trimmed === '' || trimmed === 'now') return now;
  if (trimmed === 'today') return now;
  if (trimmed === 'yesterday') return now - 86_400_000;
  if (trimmed === 'tomorrow') return now + 86_400_000;
  const relative = /^([+-]?\d+)\s*(second|sec|minute|min|hour|day|week)s?(\s+ago)?$/.exec(trimmed);
  if (relative !== null) {
    const by = Number(relative[1]) * (units[relative[2] ?? ''] ?? 0);
    return now + (relative[3] === undefined ? by : -by);
  }
  // A date alone is local midnight, as date(1) has it; Date.parse would take it for UTC.
  const parsed = parseTime(/^\d{4}-\d\d-\d\d$/.test(trimmed) ? `${trimmed}T00:00:00` : trimmed, zone);
  return Number.isNaN(parsed) ? undefined : parsed;
}
