import { describe, expect, it } from 'vitest';
import { canonicalIp, ipVersion, ipv6Bytes } from './ip-address.ts';

describe('IP addresses', () => {
  it.each([
    ['127.0.0.1', 4],
    ['0.0.0.0', 4],
    ['256.0.0.1', 0],
    ['1.2.3', 0],
    ['1.2.3.4.', 0],
    ['::', 6],
    ['::1', 6],
    ['fe80::1%eth0', 6],
    ['::ffff:1.2.3.4', 6],
    ['1:2:3:4:5:6:7:8', 6],
    ['1:2:3:4:5:6:7', 0],
    ['1::2::3', 0],
    ['12345::', 0],
    ['localhost', 0],
    ['', 0],
  ])('%s is of version %i', (text, version) => expect(ipVersion(text)).toBe(version));

  it('has one spelling of each (RFC 5952)', () => {
    const canonical = [
      '0:0:0:0:0:0:0:1',
      '::',
      '2001:DB8::0:1',
      '1:0:0:2:0:0:0:3',
      '::ffff:102:304',
      '1.2.3.4',
      'x',
    ];
    expect(canonical.map(canonicalIp)).toEqual([
      '::1',
      '::',
      '2001:db8::1',
      '1:0:0:2::3',
      '::ffff:1.2.3.4',
      '1.2.3.4',
      undefined,
    ]);
  });

  it('reads an embedded IPv4 address', () => {
    expect(ipv6Bytes('::ffff:1.2.3.4')).toEqual(
      Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4]),
    );
  });
});
