// internalBinding('block_list'): net.BlockList and net.SocketAddress (src/node_sockaddr.cc). Each object owns its own rules.
import type { Binding, Realm } from '../realm.ts';
import { AF_INET, AF_INET6, type Family } from './block_list/ip-address.ts';
import { addressKey, addressRule, isReversed, rangeRule, subnetRule, type Rule } from './block_list/rules.ts';
import { SocketAddress } from './block_list/socket-address.ts';
import { markCloneable } from './messaging/cloneable-handles.ts';

class BlockList {
  /** By canonical address: adding one again replaces it. */
  readonly #addresses = new Map<string, Rule>();
  #subnets: readonly Rule[] = [];
  #ranges: readonly Rule[] = [];

  constructor() {
    markCloneable(this);
  }

  addAddress(address: SocketAddress): void {
    const rule = addressRule(address);
    this.#addresses.set(rule.key, rule);
  }

  addAddresses(addresses: readonly SocketAddress[]): void {
    for (const address of addresses) this.addAddress(address);
  }

  /** False where the range is empty. */
  addRange(start: SocketAddress, end: SocketAddress): boolean {
    if (isReversed(start, end)) return false;
    this.#ranges = [rangeRule(start, end), ...this.#ranges];
    return true;
  }

  addSubnet(network: SocketAddress, prefix: number): void {
    this.#subnets = [subnetRule(network, prefix), ...this.#subnets];
  }

  removeAddress(address: SocketAddress): void {
    this.#addresses.delete(addressKey(address));
  }

  removeRange(start: SocketAddress, end: SocketAddress): void {
    this.#ranges = withoutFirst(this.#ranges, rangeRule(start, end).key);
  }

  removeSubnet(network: SocketAddress, prefix: number): void {
    this.#subnets = withoutFirst(this.#subnets, subnetRule(network, prefix).key);
  }

  check(address: SocketAddress): boolean {
    if (this.#addresses.has(addressKey(address))) return true;
    return [...this.#subnets, ...this.#ranges].some((rule) => rule.matches(address));
  }

  /** False where the text is no address. */
  checkString(address: string, family: Family): boolean {
    try {
      return this.check(new SocketAddress(address, 0, family, 0));
    } catch {
      return false;
    }
  }

  getRules(): string[] {
    return [...this.#addresses.values(), ...this.#subnets, ...this.#ranges].map((rule) => rule.text);
  }

  getSize(): number {
    return this.#addresses.size + this.#subnets.length + this.#ranges.length;
  }

  clear(): void {
    this.#addresses.clear();
    this.#subnets = [];
    this.#ranges = [];
  }
}

function withoutFirst(rules: readonly Rule[], key: string): readonly Rule[] {
  const at = rules.findIndex((rule) => rule.key === key);
  return at < 0 ? rules : rules.toSpliced(at, 1);
}

export function createBlockListBinding(_realm: Realm): Binding {
  return { BlockList, SocketAddress, AF_INET, AF_INET6 };
}
