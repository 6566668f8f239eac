// The native SocketAddress that net.SocketAddress wraps.
import { markCloneable } from '../messaging/cloneable-handles.ts';
import { nativeError } from '../native-error.ts';
import { AF_INET, formatIPv4, formatIPv6, parseIPv4, parseIPv6, type Family } from './ip-address.ts';

interface Detail {
  address?: string;
  port?: number;
  family?: number | string;
  flowlabel?: number;
}

export class SocketAddress {
  readonly value: bigint;
  readonly family: Family;
  readonly #port: number;
  readonly #flowlabel: number;
  /** What follows "%": only the legacy form shows it. */
  readonly #zone: string;

  /** Throws Node's ERR_INVALID_ADDRESS where the text is no address of that family. */
  constructor(address: string, port: number, family: Family, flowlabel: number) {
    const percent = family === AF_INET ? -1 : address.indexOf('%');
    const text = percent < 0 ? address : address.slice(0, percent);
    const value = family === AF_INET ? parseIPv4(text) : parseIPv6(text);
    if (value === undefined) throw nativeError(Error, 'ERR_INVALID_ADDRESS', 'Invalid socket address');
    markCloneable(this);
    this.value = value;
    this.family = family;
    this.#port = port;
    this.#flowlabel = family === AF_INET ? 0 : flowlabel;
    this.#zone = percent < 0 ? '' : address.slice(percent);
  }

  #text(): string {
    return this.family === AF_INET ? formatIPv4(this.value) : formatIPv6(this.value);
  }

  detail(target: Detail): Detail {
    target.address = this.#text();
    target.port = this.#port;
    target.family = this.family;
    target.flowlabel = this.#flowlabel;
    return target;
  }

  legacyDetail(): Detail {
    const family = this.family === AF_INET ? 'IPv4' : 'IPv6';
    return { address: this.#text() + this.#zone, family, port: this.#port };
  }

  flowlabel(): number {
    return this.#flowlabel;
  }
}
