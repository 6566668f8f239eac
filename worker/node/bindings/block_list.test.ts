// Rules of net.BlockList and texts of net.SocketAddress, as the real Node has them.
import { BlockList, SocketAddress } from 'node:net';
import { expect, it } from 'vitest';
import { createBlockListBinding } from './block_list.ts';
import { fakeRealm, seededRandom } from './testing/fake-realm.ts';

interface Address {
  detail(target: object): { address: string };
}
interface List {
  addAddress(address: Address): void;
  addRange(start: Address, end: Address): boolean;
  addSubnet(network: Address, prefix: number): void;
  check(address: Address): boolean;
  getRules(): string[];
}
const binding = createBlockListBinding(fakeRealm()) as unknown as {
  BlockList: new () => List;
  SocketAddress: new (address: string, port: number, family: number, flowlabel: number) => Address;
};
const family = (text: string) => (text.includes(':') ? 'ipv6' : 'ipv4');
const native = (text: string) => new binding.SocketAddress(text, 0, family(text) === 'ipv6' ? 10 : 2, 0);
const real = (text: string) => new SocketAddress({ address: text, family: family(text) });

const random = seededRandom(5);
const below = (n: number) => Math.floor(random() * n);
const texts = ['1.2.3.4', '1.2.3.200', '10.0.0.1', '::1', '::ffff:1.2.3.4', 'fe80::1', 'fe80::ffff', '::5'];
const pick = () => texts[below(texts.length)] as string;

it('shows addresses as the real one', () => {
  const more = ['2001:DB8:0:0:1:0:0:1', '::1.2.3.4', '1::', '0:0:1::', '64:ff9b::1.2.3.4', '1:2:3:4:5:6:7::'];
  for (const text of [...texts, ...more, '1:0:0:2:0:0:0:3', '::2:3:4:5:6:7:8', '::']) {
    expect(native(text).detail({}).address).toBe(real(text).address);
  }
  for (const text of ['x', '1.2.3', '01.2.3.4', '1.2.3.4.5', ':::', '1:2:3:4:5:6:7:8:9', '::g']) {
    expect(() => native(text)).toThrow('Invalid socket address');
    expect(() => real(text)).toThrow('Invalid socket address');
  }
});

it('matches what the real list matches', () => {
  for (let round = 0; round < 300; round++) {
    const ours = new binding.BlockList();
    const theirs = new BlockList();
    for (let i = below(3); i >= 0; i--) {
      const [a, b] = [pick(), pick()];
      if (random() < 0.3) {
        ours.addAddress(native(a));
        theirs.addAddress(real(a));
      } else if (random() < 0.5) {
        const prefix = 1 + below(family(a) === 'ipv6' ? 128 : 32);
        ours.addSubnet(native(a), prefix);
        theirs.addSubnet(real(a), prefix);
      } else if (ours.addRange(native(a), native(b))) {
        theirs.addRange(real(a), real(b));
      } else {
        expect(() => theirs.addRange(real(a), real(b))).toThrow();
      }
    }
    expect(ours.getRules().toSorted()).toEqual(theirs.rules.toSorted());
    for (const text of texts) {
      expect(ours.check(native(text)), `${text} in ${theirs.rules.join()}`).toBe(theirs.check(real(text)));
    }
  }
});
