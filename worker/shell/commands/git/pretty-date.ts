// Dates as git shows them (git-log(1), --date).

import { hostZone, utcZone } from '../../../os/time-zone.ts';
import type { Signature } from './signature.ts';
import { strftime } from '../strftime.ts';
import { fatal } from './failure.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

export function dateText(who: Pick<Signature, 'time' | 'zone'>, format: string): string {
  const minutes = zoneMinutes(who.zone);
  const at = new Date((who.time + minutes * 60) * 1000);
  const [day, month] = [days[at.getUTCDay()] ?? '', months[at.getUTCMonth()] ?? ''];
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const year = String(at.getUTCFullYear());
  const date = `${year}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  switch (format) {
    case 'default':
      return `${day} ${month} ${String(at.getUTCDate())} ${clock} ${year} ${who.zone}`;
    case 'local':
      return strftime('%a %b %-d %H:%M:%S %Y', who.time * 1000, hostZone);
    case 'iso':
    case 'iso8601':
      return `${date} ${clock} ${who.zone}`;
    case 'iso-strict':
    case 'iso8601-strict':
      return `${date}T${clock}${minutes === 0 ? 'Z' : `${who.zone.slice(0, 3)}:${who.zone.slice(3)}`}`;
    case 'rfc':
    case 'rfc2822':
      return `${day}, ${String(at.getUTCDate())} ${month} ${year} ${clock} ${who.zone}`;
    case 'short':
      return date;
    case 'unix':
      return String(who.time);
    case 'raw':
      return `${String(who.time)} ${who.zone}`;
    case 'relative':
      return relativeDate(who.time, Date.now() / 1000);
    case 'human':
      return relativeDate(who.time, Date.now() / 1000);
    default:
      if (format.startsWith('format:'))
        return strftime(format.slice(7), (who.time + minutes * 60) * 1000, utcZone).replace(
          /\+0000/g,
          who.zone,
        );
      throw fatal(`unknown date format ${format}`);
  }
}

function zoneMinutes(zone: string): number {
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
}

/** As git's show_date_relative: in the largest unit that still says something. */
function relativeDate(time: number, nowSeconds: number): string {
  const ago = (count: number, unit: string) => `${String(count)} ${unit}${count === 1 ? '' : 's'} ago`;
  let span = Math.floor(nowSeconds - time);
  if (span < 0) return 'in the future';
  if (span < 90) return ago(span, 'second');
  span = Math.floor((span + 30) / 60);
  if (span < 90) return ago(span, 'minute');
  span = Math.floor((span + 30) / 60);
  if (span < 36) return ago(span, 'hour');
  span = Math.floor((span + 12) / 24);
  if (span < 14) return ago(span, 'day');
  if (span < 70) return ago(Math.floor((span + 3) / 7), 'week');
  if (span < 365) return ago(Math.floor((span + 15) / 30), 'month');
  if (span < 1825) {
    const all = Math.floor((span * 12 * 2 + 365) / (365 * 2));
    const [years, rest] = [Math.floor(all / 12), all % 12];
    if (rest === 0) return ago(years, 'year');
    return `${String(years)} year${years === 1 ? '' : 's'}, ${ago(rest, 'month')}`;
  }
  return ago(Math.floor((span + 183) / 365), 'year');
}
