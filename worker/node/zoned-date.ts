// Date and Intl.DateTimeFormat in the zone of `process.env.TZ`. A browser keeps its user's zone for good, where Node tells V8 of
// each change: what reads the local time is replaced, in place, the first time that another zone is asked for, vm
// contexts' included. Once a worker.

import { hostZone, parseTime, timeZoneOf, utcOfLocal, zoneName, type TimeZone } from '../os/time-zone.ts';
import { markOrdinary, NativeProxy } from './native-proxy.ts';

type Globals = typeof globalThis;
type Method = (this: Date, ...args: never[]) => unknown;

const fields = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Day'] as const;
const localeTexts = ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'];

/** The TZ of a program that starts, and of each change. */
export function createZonedDate(scope: Globals): (tz: string | undefined) => void {
  let zone = hostZone;
  let installed = false;
  return (tz) => {
    const wanted = timeZoneOf(tz);
    if (!installed && sameAsHost(wanted)) return;
    zone = wanted;
    if (installed) return;
    installed = true;
    install(scope, () => zone);
  };
}

function sameAsHost({ id }: TimeZone): boolean {
  return id === undefined || id === new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function install(scope: Globals, zoneNow: () => TimeZone): void {
  const { Date: NativeDate, Intl: intl } = scope;
  const { DateTimeFormat } = intl;
  const prototype = NativeDate.prototype as unknown as Record<string, Method>;
  const timeOf = prototype['getTime'] as (this: Date) => number;
  const setTime = prototype['setTime'] as (this: Date, time: number) => number;

  /** Its UTC fields are the local ones of `time`. */
  const shadowOf = (time: number): Date => new NativeDate(time + zoneNow().offsetAt(time));
  const instant = (local: number): number => utcOfLocal(zoneNow(), local);
  const replace = (name: string, method: Method): void => {
    const native = prototype[name];
    if (native === undefined) return;
    Object.defineProperty(method, 'name', { value: name, configurable: true });
    Object.defineProperty(method, 'length', { value: native.length, configurable: true });
    Object.defineProperty(prototype, name, {
      value: method,
      writable: true,
      enumerable: false,
      configurable: true,
    });
  };

  for (const field of fields) {
    const read = prototype[`getUTC${field}`] as () => number;
    replace(`get${field}`, function () {
      return read.call(shadowOf(timeOf.call(this)));
    });
    const write = prototype[`setUTC${field}`] as ((...args: number[]) => number) | undefined;
    if (write !== undefined)
      replace(`set${field}`, function (...args: number[]) {
        const time = timeOf.call(this);
        // A year gives even an invalid date a time again.
        const shadow = field === 'FullYear' && Number.isNaN(time) ? new NativeDate(0) : shadowOf(time);
        return setTime.call(this, instant(write.apply(shadow, args)));
      });
  }
  replace('getYear', function () {
    return this.getFullYear() - 1900;
  });
  replace('setYear', function (year: number) {
    const whole = Math.trunc(Number(year));
    return this.setFullYear(whole >= 0 && whole <= 99 ? 1900 + whole : Number(year));
  });
  replace('getTimezoneOffset', function () {
    return 0 - zoneNow().offsetAt(timeOf.call(this)) / 60_000;
  });

  const invalid = 'Invalid Date';
  const two = (value: number): string => String(value).padStart(2, '0');
  /** As V8 writes it: `Sat, 14 Apr 2018 14:34:56 GMT` in another order. */
  const dateText = (time: number): string => {
    const [weekday = '', day = '', month = '', year = ''] = shadowOf(time).toUTCString().split(' ');
    return `${weekday.slice(0, 3)} ${month} ${day} ${year}`;
  };
  const timeText = (time: number): string => {
    const clock = shadowOf(time).toUTCString().split(' ')[4] ?? '';
    const offset = Math.trunc(zoneNow().offsetAt(time) / 60_000);
    const size = Math.abs(offset);
    const name = zoneName(zoneNow(), time, undefined, 'long');
    return `${clock} GMT${offset < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}${two(size % 60)} (${name})`;
  };
  const textBy = (...texts: readonly ((time: number) => string)[]): Method =>
    function () {
      const time = timeOf.call(this);
      return Number.isNaN(time) ? invalid : texts.map((text) => text(time)).join(' ');
    };
  replace('toString', textBy(dateText, timeText));
  replace('toDateString', textBy(dateText));
  replace('toTimeString', textBy(timeText));
  for (const name of localeTexts) {
    const native = prototype[name] as (locales?: unknown, options?: unknown) => string;
    replace(name, function (locales?: unknown, options?: unknown) {
      return native.call(this, locales, inZone(options));
    });
  }

  const inZone = (options: unknown): unknown => {
    const { id } = zoneNow();
    if (id === undefined || options === null) return options;
    const given = Object(options ?? {}) as Intl.DateTimeFormatOptions;
    // Inherited options count as well.
    return given.timeZone === undefined ? Object.create(given, { timeZone: { value: id } }) : given;
  };
  const withZone = ([locales, options]: unknown[]): unknown[] => [locales, inZone(options)];
  const ZonedFormat = markOrdinary(
    new NativeProxy(DateTimeFormat, {
      construct: (target, args, newTarget) => Reflect.construct(target, withZone(args), newTarget) as object,
      apply: (target, self, args) =>
        Reflect.apply(target as unknown as Method, self, withZone(args)) as object,
    }),
  );
  Object.defineProperty(intl, 'DateTimeFormat', { value: ZonedFormat, writable: true, configurable: true });
  Object.defineProperty(DateTimeFormat.prototype, 'constructor', {
    value: ZonedFormat,
    writable: true,
    configurable: true,
  });

  const parseLocal = (text: string): number => parseTime(text, zoneNow());
  Object.defineProperty(NativeDate, 'parse', {
    value: { parse: (text: unknown) => parseLocal(String(text)) }.parse,
    writable: true,
    configurable: true,
  });
  const timeOfArguments = (args: readonly unknown[]): unknown[] => {
    if (args.length === 0) return [];
    if (args.length > 1) {
      const utc = NativeDate.UTC as (...parts: unknown[]) => number;
      return [instant(utc(...args))];
    }
    const [value] = args;
    if (value instanceof NativeDate) return [timeOf.call(value)];
    const primitive = toPrimitive(value);
    return [typeof primitive === 'string' ? parseLocal(primitive) : primitive];
  };
  const ZonedDate = markOrdinary(
    new NativeProxy(NativeDate, {
      construct: (target, args, newTarget) =>
        Reflect.construct(target, timeOfArguments(args), newTarget) as object,
      apply: () => new NativeDate().toString(),
    }),
  );
  Object.defineProperty(prototype, 'constructor', { value: ZonedDate, writable: true, configurable: true });
  Object.defineProperty(scope, 'Date', { value: ZonedDate, writable: true, configurable: true });
}

/** With its default hint, as the constructor of Date does. */
function toPrimitive(value: unknown): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
  const exotic = (value as { [Symbol.toPrimitive]?: unknown })[Symbol.toPrimitive];
  if (typeof exotic === 'function') return Reflect.apply(exotic, value, ['default']) as unknown;
  // A sum converts with the same hint.
  const plain = (value as { valueOf(): unknown }).valueOf();
  return typeof plain === 'object' && plain !== null ? (value as { toString(): string }).toString() : plain;
}
