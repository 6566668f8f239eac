import { describe, expect, test } from 'vitest';
import { Mailbox, mailboxPair, MessageRing } from './mailbox.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (taken: Uint8Array | undefined) => taken && new TextDecoder().decode(taken);

describe('MessageRing', () => {
  test('goes round, with messages across its end', () => {
    const ring = new MessageRing();
    const other = new MessageRing(ring.memory);
    const message = 'm'.repeat(900_001);
    for (let number = 0; number < 40; number++) {
      expect(ring.put(number, bytes(`${number} ${message}`))).toBe(true);
      expect(text(other.take(number))).toBe(`${number} ${message}`);
    }
  });

  test('takes no more than it has room for, and takes again when there is', () => {
    const ring = new MessageRing();
    const large = new Uint8Array(1_500_000);
    expect([0, 1, 2].map((number) => ring.put(number, large))).toEqual([true, true, false]);
    expect(ring.put(3, new Uint8Array(5_000_000))).toBe(false);
    ring.dropBefore(1);
    expect(ring.put(4, large)).toBe(true);
  });

  test('gives no message before its turn', () => {
    const ring = new MessageRing();
    ring.put(2, bytes('two'));
    expect(ring.take(1)).toBe(undefined);
    expect(text(ring.take(2))).toBe('two');
    expect(ring.take(3)).toBe(undefined);
  });
});

describe('Mailbox', () => {
  const pair = () => mailboxPair().map((wire) => new Mailbox(wire)) as [Mailbox, Mailbox];

  test('a message that was taken is no news when it comes by the port, and the other way round', () => {
    const [sender, receiver] = pair();
    for (const word of ['a', 'b', 'c']) sender.sent(bytes(word));
    expect(receiver.arrived(0)).toBe(true);
    expect(text(receiver.take())).toBe('b');
    expect(receiver.arrived(1)).toBe(false);
    expect(receiver.arrived(2)).toBe(true);
    expect(receiver.take()).toBe(undefined);
  });

  test('what only the port brings holds up what follows', () => {
    const [sender, receiver] = pair();
    sender.sent(undefined);
    sender.sent(bytes('after'));
    expect(receiver.take()).toBe(undefined);
    expect(receiver.arrived(0)).toBe(true);
    expect(text(receiver.take())).toBe('after');
  });

  test('goes on in another thread where it was', () => {
    const [sender, receiver] = pair();
    sender.sent(bytes('a'));
    sender.sent(bytes('b'));
    expect(text(receiver.take())).toBe('a');
    const moved = new Mailbox(receiver.wire);
    expect(moved.arrived(0)).toBe(false);
    expect(text(moved.take())).toBe('b');
    new Mailbox(sender.wire).sent(bytes('c'));
    expect(text(moved.take())).toBe('c');
  });
});
