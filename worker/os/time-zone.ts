// Local time as TZ asks for it (tzset(3)), by the host's own tables of Intl. Pure.

export interface TimeZone {
  /** For Intl; undefined is the host's own. */
  readonly id: string | undefined;
  /** Milliseconds that local time is ahead of UTC at that instant (milliseconds since the epoch); NaN of NaN. */
  offsetAt(utc: number): number;
}

// From before a program's TZ is heeded (worker/node/zoned-date.ts).
const HostDate = Date;
const { DateTimeFormat: HostFormat } = Intl;
const { parse } = Date;
const getTimezoneOffset: (this: Date) => number = Reflect.get(Date.prototype, 'getTimezoneOffset');

export const hostZone: TimeZone = {
  id: undefined,
  offsetAt: (utc) => -getTimezoneOffset.call(new HostDate(utc)) * minuteMs,
};
export const utcZone: TimeZone = { id: 'UTC', offsetAt: (utc) => utc * 0 };

/**
 * The zone of a value of TZ: a name of the tz database with or without a colon before it, or a fixed offset (`UTC+3` is west
 * of Greenwich). Without a value the host's, and UTC where the name is unknown.
 */
export function timeZoneOf(tz: string | undefined): TimeZone {
  if (tz === undefined) return hostZone;
  const name = tz.replace(/^:/, '');
  const id = fixedOffset(name) ?? name;
  const known = zones.get(id) ?? tableZone(id);
  zones.set(id, known);
  return known;
}

/**
 * The instant of a local time (milliseconds since 1970 on the clock there). Of one that comes twice it is the first, and one
 * that is left out is read with the offset of before (GetUTCEpochNanoseconds of ECMA-262).
 */
export function utcOfLocal(zone: TimeZone, local: number): number {
  const before = zone.offsetAt(local - dayMs);
  const after = zone.offsetAt(local + dayMs);
  if (zone.offsetAt(local - before) === before || zone.offsetAt(local - after) !== after)
    return local - before;
  return local - after;
}

/** Date.parse, in that zone: milliseconds since the epoch, NaN for what is no time. */
export function parseTime(text: string, zone: TimeZone): number {
  if (zone === hostZone || !isLocal(text)) return parse(text);
  return utcOfLocal(zone, parse(isoTime.test(text) ? `${text}Z` : `${text} UTC`));
}

const isoDate = /^(?:[+-]\d{6}|\d{4})(?:-\d\d(?:-\d\d)?)?$/;
const isoTime = /^(?:[+-]\d{6}|\d{4})(?:-\d\d(?:-\d\d)?)?T/;
const namedZone = /\b(?:Z|UTC?|GMT|[ECMP][SD]T)\b/i;
const offsetAfterTime = /\d:\d\d(?::\d\d(?:\.\d+)?)?\s*[+-]\d/;

/** Whether a text that Date.parse reads is of local time: not a date of ISO 8601 alone, and without a zone. */
function isLocal(text: string): boolean {
  const said = text.trim().replace(/\([^)]*\)/g, '');
  if (isoDate.test(said)) return false;
  if (isoTime.test(said)) return !/(?:Z|[+-]\d\d:?\d\d)$/i.test(said);
  return !namedZone.test(said) && !offsetAfterTime.test(said);
}

/** The zone's name at that instant, as `timeZoneName` of Intl.DateTimeFormat asks for it. */
export function zoneName(
  { id }: TimeZone,
  utc: number,
  locale: string | undefined,
  timeZoneName: 'short' | 'long',
): string {
  return zoneNameIn(new HostFormat(locale, { timeZone: id, timeZoneName }), utc);
}

function zoneNameIn(format: Intl.DateTimeFormat, utc: number): string {
  return format.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const zones = new Map<string, TimeZone>();

/** `<name>[+-]hh[:mm]` counts westwards; null for anything else. */
function fixedOffset(name: string): string | null {
  const [, sign, hours, minutes = '00'] = /^[A-Z]{3,}([+-])(\d{1,2})(?::(\d\d))?$/.exec(name) ?? [];
  if (sign === undefined || hours === undefined) return null;
  return `${sign === '-' ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`;
}

function tableZone(id: string): TimeZone {
  let format: Intl.DateTimeFormat;
  try {
    format = new HostFormat('en-US', { timeZone: id, timeZoneName: 'longOffset' });
  } catch {
    return utcZone;
  }
  const read = (utc: number): number => {
    const text = zoneNameIn(format, utc);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] =
      /^GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text) ?? [];
    const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -size : size;
  };
  /** Of stretches of time in which it does not change; null where it does. */
  const stretches = new Map<number, number | null>();
  const ofStretch = (stretch: number): number | null => {
    const first = read(stretch * stretchMs);
    return first === read((stretch + 1) * stretchMs - 1) ? first : null;
  };
  return {
    id,
    offsetAt(utc) {
      if (!(Math.abs(utc) <= greatestTime)) return NaN;
      const stretch = Math.floor(utc / stretchMs);
      let known = stretches.get(stretch);
      if (known === undefined) {
        if (stretches.size >= mostStretches) stretches.clear();
        known = ofStretch(stretch);
        stretches.set(stretch, known);
      }
      return known ?? read(utc);
    },
  };
}

/** Shorter than any zone has ever kept an offset. */
const stretchMs = 7 * dayMs;
const mostStretches = 4096;
/** Of a Date of ECMA-262, in milliseconds; what Intl formats. */
const greatestTime = 8.64e15 - stretchMs;
