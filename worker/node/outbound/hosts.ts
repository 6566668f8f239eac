// Names of other machines. A browser resolves names itself and tells nobody, so a name gets an address of this realm's
// own, from the block that RFC 2544 keeps off the internet; connecting to it leads back to the name. As a transparent
// proxy does it. One table per realm.

/** 198.18.0.0/15 */
const firstAddress = (198 << 24) | (18 << 16);
const addressCount = 1 << 17;

export class OutboundHosts {
  readonly #byName = new Map<string, string>();
  readonly #byAddress = new Map<string, string>();

  /** The address that stands for `name`. */
  addressOf(name: string): string {
    const key = name.toLowerCase();
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    // Never the network's own address, hence + 1.
    const number = (firstAddress + (this.#byName.size % (addressCount - 2)) + 1) >>> 0;
    const address = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
    this.#byName.set(key, address);
    this.#byAddress.set(address, key);
    return address;
  }

  /** The name behind an address, or the address itself where it is a real one. */
  hostOf(address: string): string {
    return this.#byAddress.get(address) ?? (address.includes(':') ? `[${address}]` : address);
  }
}

const loopback = /^(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1|::|0:0:0:0:0:0:0:1|::ffff:127\.\d+\.\d+\.\d+)$/i;

/** Addresses of this machine: those that virtual ports listen on. */
export function isLocalAddress(address: string): boolean {
  return loopback.test(address);
}

/** Names that mean this machine (RFC 6761 section 6.3). */
export function isLocalName(name: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(name);
}
