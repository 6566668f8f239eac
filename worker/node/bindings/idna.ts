// Internationalized domain names: punycode (RFC 3492) and the two conversions of ada::idna that Node's url modules use.

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

const threshold = (k: number, bias: number) => Math.min(T_MAX, Math.max(T_MIN, k - bias));

/** The text behind "xn--", or undefined where it is not valid punycode. */
export function decodePunycode(encoded: string): string | undefined {
  const delimiter = encoded.lastIndexOf('-');
  const points = Array.from(encoded.slice(0, Math.max(0, delimiter)), (c) => c.codePointAt(0) as number);
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  let i = 0;
  for (let at = delimiter + 1; at < encoded.length;) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(encoded.charCodeAt(at++));
      if (digit === undefined) return undefined;
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= BASE - t;
      if (weight > 0x7fffffff) return undefined;
    }
    bias = adapt(i - before, points.length + 1, before === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    if (n > 0x10ffff || (n >= 0xd800 && n < 0xe000)) return undefined;
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}

function digitOf(unit: number): number | undefined {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 26;
  const letter = (unit | 0x20) - 0x61;
  return letter >= 0 && letter < 26 ? letter : undefined;
}

const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);
/** What a URL's host may not hold or treats in its own way. */
const notForUrl = /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/;

export interface Idna {
  /** '' where a label cannot be converted. */
  readonly toAscii: (domain: string) => string;
  readonly toUnicode: (domain: string) => string;
}

/** The mapping and validity tables (UTS 46) are those of the browser's own URL parser. */
export function createIdna(host: { URL: typeof URL }): Idna {
  function labelToAscii(label: string): string | undefined {
    if (isAscii(label)) return label.toLowerCase();
    if (notForUrl.test(label)) return undefined;
    try {
      // The last label is ".x", so that digits are not taken for an IPv4 address.
      return new host.URL(`http://${label}.x/`).hostname.slice(0, -2);
    } catch {
      return undefined;
    }
  }

  function labelToUnicode(label: string): string {
    if (!label.startsWith('xn--') || !isAscii(label)) return label;
    const decoded = decodePunycode(label.slice(4));
    if (decoded === undefined || decoded === '' || isAscii(decoded)) return label;
    return labelToAscii(decoded) === label ? decoded : label;
  }

  return {
    toAscii(domain) {
      const labels = domain.split(/[.\u3002\uff0e\uff61]/).map(labelToAscii);
      return labels.includes(undefined) ? '' : labels.join('.');
    },
    toUnicode: (domain) => domain.split('.').map(labelToUnicode).join('.'),
  };
}
