// Who did something, and when: as objects hold it, and as it is configured (git-commit(1), COMMIT INFORMATION).

import type { Config } from './config.ts';
import { GitFailure, fatal } from './failure.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch. */
  readonly time: number;
  /** `+0100`. */
  readonly zone: string;
}

export function parseSignature(text: string): Signature {
  const [, name = '', email = '', time = '0', zone = '+0000'] =
    /^(.*?) ?<([^>]*)>(?: (-?\d+) ([+-]\d{4}))?/s.exec(text) ?? [];
  return { name, email, time: Number(time), zone };
}

export const signatureText = ({ name, email, time, zone }: Signature): string =>
  `${name} <${email}> ${String(time)} ${zone}`;

const whoAreYou = (role: string) => `${role} identity unknown

*** Please tell me who you are.

Run

  git config --global user.email "you@example.com"
  git config --global user.name "Your Name"

to set your account's default identity.
Omit --global to set the identity only in this repository.
`;

/** Of the author or the committer of what is made now. */
export function signatureOf(
  role: 'author' | 'committer',
  env: Readonly<Record<string, string>>,
  config: Config,
): Signature {
  const upper = role.toUpperCase();
  const title = role === 'author' ? 'Author' : 'Committer';
  const email =
    env[`GIT_${upper}_EMAIL`] ?? config.get(`${role}.email`) ?? config.get('user.email') ?? env['EMAIL'];
  const name = env[`GIT_${upper}_NAME`] ?? config.get(`${role}.name`) ?? config.get('user.name');
  if (email === undefined)
    throw new GitFailure(`${whoAreYou(title)}\nfatal: unable to auto-detect email address`, 128);
  if (name === undefined)
    throw new GitFailure(`${whoAreYou(title)}\nfatal: empty ident name (for <${email}>) not allowed`, 128);
  const clean = (text: string) => text.replace(/[<>\n]/g, '').replace(/^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g, '');
  const date = env[`GIT_${upper}_DATE`];
  const when = date === undefined || date === '' ? now(Date.now()) : parseDate(date);
  if (when === null) throw fatal(`invalid date format: ${date ?? ''}`);
  return { name: clean(name), email: clean(email), ...when };
}

type When = Pick<Signature, 'time' | 'zone'>;

export function now(ms: number): When {
  return { time: Math.floor(ms / 1000), zone: zoneOf(ms) };
}

function zoneOf(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset();
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${two(Math.abs(minutes) % 60)}`;
}

/** git's own format, ISO 8601 and RFC 2822 (git-commit(1), DATE FORMATS); null for what is none of them. */
export function parseDate(text: string): When | null {
  const own = /^@?(\d+)(?: ([+-]\d{4}))?$/.exec(text.trim());
  if (own !== null) return { time: Number(own[1]), zone: own[2] ?? '+0000' };
  const given = /([+-]\d{2}):?(\d{2})\s*$/.exec(text);
  const iso = text
    .trim()
    .replace(/^(\d{4})[./-](\d\d)[./-](\d\d) (\d\d:)/, '$1-$2-$3T$4')
    .replace(/ ([+-]\d{4})$/, '$1');
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return null;
  const zone =
    given !== null && /\d:\d/.test(text)
      ? `${given[1] ?? ''}${given[2] ?? ''}`
      : /Z|GMT|UTC/.test(text)
        ? '+0000'
        : zoneOf(ms);
  return { time: Math.floor(ms / 1000), zone };
}
