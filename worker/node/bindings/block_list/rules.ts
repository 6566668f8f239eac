// The rules of a BlockList: which addresses they match and how they are shown.
import { AF_INET, formatIPv4, formatIPv6 } from './ip-address.ts';
import type { SocketAddress } from './socket-address.ts';

export interface Rule {
  readonly text: string;
  /** Equal for rules that remove each other. */
  readonly key: string;
  matches(address: SocketAddress): boolean;
}

const MAPPED = 0xffffn;
const isV4 = (address: SocketAddress) => address.family === AF_INET;
/** An IPv4 address, or one mapped into IPv6, as 32 bits. */
const asV4 = ({ family, value }: SocketAddress): bigint | undefined =>
  family === AF_INET ? value : value >> 32n === MAPPED ? value & 0xffffffffn : undefined;

const asV6 = ({ family, value }: SocketAddress): bigint =>
  family === AF_INET ? (MAPPED << 32n) | value : value;

/** The same for an IPv4 address and for its form mapped into IPv6. */
export function addressKey(address: SocketAddress): string {
  const v4 = asV4(address);
  return v4 === undefined ? `6/${address.value}` : `4/${v4}`;
}

/** Negative, zero or positive; undefined where the families cannot be compared. */
function compare(a: SocketAddress, b: SocketAddress): number | undefined {
  const same = a.family === b.family;
  const [x, y] = same ? [a.value, b.value] : [asV4(a), asV4(b)];
  if (x === undefined || y === undefined) return undefined;
  return x < y ? -1 : x > y ? 1 : 0;
}

const familyName = (address: SocketAddress) => (isV4(address) ? 'IPv4' : 'IPv6');
const shown = (address: SocketAddress) =>
  isV4(address) ? formatIPv4(address.value) : formatIPv6(address.value);

export function addressRule(address: SocketAddress): Rule {
  const key = addressKey(address);
  return {
    text: `Address: ${familyName(address)} ${shown(address)}`,
    key,
    matches: (candidate) => addressKey(candidate) === key,
  };
}

export function rangeRule(start: SocketAddress, end: SocketAddress): Rule {
  return {
    text: `Range: ${familyName(start)} ${shown(start)}-${shown(end)}`,
    key: `${addressKey(start)}-${addressKey(end)}`,
    matches(candidate) {
      const fromStart = compare(candidate, start);
      const fromEnd = compare(candidate, end);
      return fromStart !== undefined && fromEnd !== undefined && fromStart >= 0 && fromEnd <= 0;
    },
  };
}

/** Whether the end lies before the start, which Node refuses; families that cannot be compared pass. */
export function isReversed(start: SocketAddress, end: SocketAddress): boolean {
  return (compare(start, end) ?? -1) > 0;
}

export function subnetRule(network: SocketAddress, prefix: number): Rule {
  return {
    text: `Subnet: ${familyName(network)} ${shown(network)}/${prefix}`,
    key: `${addressKey(network)}/${prefix}`,
    matches(candidate) {
      if (!isV4(network)) return sharesPrefix(asV6(candidate), network.value, 128, prefix);
      const v4 = asV4(candidate);
      return v4 !== undefined && sharesPrefix(v4, network.value, 32, prefix);
    },
  };
}

function sharesPrefix(a: bigint, b: bigint, bits: number, prefix: number): boolean {
  const shift = BigInt(Math.min(bits, bits - prefix));
  return a >> shift === b >> shift;
}
