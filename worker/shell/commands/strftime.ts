// strftime(3) in the C locale.

import { zoneName, type TimeZone } from '../../os/time-zone.ts';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const dayMs = 86_400_000;

export function strftime(format: string, ms: number, timeZone: TimeZone): string {
  const offset = Math.trunc(timeZone.offsetAt(ms) / 60_000);
  // Local time read through the UTC getters.
  const date = new Date(ms + offset * 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const zone = (colon: string): string =>
    `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${colon}${two(Math.abs(offset) % 60)}`;
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / dayMs) + 1;
  const hour12 = date.getUTCHours() % 12 || 12;
  const expand = (text: string): string =>
    text.replace(/%([-_0^]?)(:?[A-Za-z%])/g, (whole, flag: string, code: string) => {
      const value = field(code);
      if (value === undefined) return whole;
      if (flag === '-') return value.replace(/^[0 ]+(?=.)/, '');
      if (flag === '_') return value.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length));
      return flag === '^' ? value.toUpperCase() : value;
    });
  return expand(format);

  function field(code: string): string | undefined {
    switch (code) {
      case 'a':
        return days[date.getUTCDay()]?.slice(0, 3);
      case 'A':
        return days[date.getUTCDay()];
      case 'b':
      case 'h':
        return months[date.getUTCMonth()]?.slice(0, 3);
      case 'B':
        return months[date.getUTCMonth()];
      case 'C':
        return two(Math.floor(date.getUTCFullYear() / 100));
      case 'c':
        return expand('%a %b %e %H:%M:%S %Y');
      case 'd':
        return two(date.getUTCDate());
      case 'D':
        return expand('%m/%d/%y');
      case 'e':
        return String(date.getUTCDate()).padStart(2);
      case 'F':
        return expand('%Y-%m-%d');
      case 'H':
        return two(date.getUTCHours());
      case 'I':
        return two(hour12);
      case 'j':
        return String(dayOfYear).padStart(3, '0');
      case 'k':
        return String(date.getUTCHours()).padStart(2);
      case 'l':
        return String(hour12).padStart(2);
      case 'm':
        return two(date.getUTCMonth() + 1);
      case 'M':
        return two(date.getUTCMinutes());
      case 'n':
        return '\n';
      case 'N':
        return String(Math.floor((ms % 1000) * 1e6)).padStart(9, '0');
      case 'p':
        return date.getUTCHours() < 12 ? 'AM' : 'PM';
      case 'P':
        return date.getUTCHours() < 12 ? 'am' : 'pm';
      case 'r':
        return expand('%I:%M:%S %p');
      case 'R':
        return expand('%H:%M');
      case 's':
        return String(Math.floor(ms / 1000));
      case 'S':
        return two(date.getUTCSeconds());
      case 't':
        return '\t';
      case 'T':
      case 'X':
        return expand('%H:%M:%S');
      case 'u':
        return String(date.getUTCDay() || 7);
      case 'w':
        return String(date.getUTCDay());
      case 'U':
        return two(Math.floor((dayOfYear + 6 - date.getUTCDay()) / 7));
      case 'W':
        return two(Math.floor((dayOfYear + 6 - ((date.getUTCDay() + 6) % 7)) / 7));
      case 'V':
      case 'G':
        return isoWeek(code);
      case 'x':
        return expand('%m/%d/%y');
      case 'y':
        return two(date.getUTCFullYear() % 100);
      case 'Y':
        return String(date.getUTCFullYear());
      case 'z':
        return zone('');
      case ':z':
        return zone(':');
      case 'Z':
        return zoneName(timeZone, ms, 'en-US', 'short');
      case '%':
        return '%';
      default:
        return undefined;
    }
  }

  function isoWeek(code: string): string {
    const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * dayMs);
    const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    return code === 'G'
      ? String(thursday.getUTCFullYear())
      : two(Math.floor((thursday.getTime() - start) / dayMs / 7) + 1);
  }
}
