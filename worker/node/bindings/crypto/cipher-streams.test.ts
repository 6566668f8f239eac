// Ciphers in pieces of any size make what the real Node makes of the whole.
import * as poly1305 from '@noble/ciphers/_poly1305.js';
import * as polyval from '@noble/ciphers/_polyval.js';
import * as aes from '@noble/ciphers/aes.js';
import * as chacha from '@noble/ciphers/chacha.js';
import { expect, test } from 'vitest';
import type { CryptoLibrary } from '../../libraries.ts';
import {
  BlockStream,
  chachaPolyStream,
  counterStream,
  gcmStream,
  type CipherStream,
} from './cipher-streams.ts';

interface RealCipher {
  update(data: Uint8Array): Uint8Array;
  final(): Uint8Array;
  getAuthTag(): Uint8Array;
}
const real = (
  globalThis as unknown as { process: { getBuiltinModule(id: string): unknown } }
).process.getBuiltinModule('node:crypto') as {
  createCipheriv(name: string, key: Uint8Array, iv: Uint8Array | null, options?: object): RealCipher;
};
const library = { aes, polyval, chacha, poly1305 } as unknown as CryptoLibrary;
const bytes = (size: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + 7) & 255);

const makers: Record<string, (key: Uint8Array<ArrayBuffer>, iv: Uint8Array<ArrayBuffer>) => CipherStream> = {
  'aes-256-cbc': (key, iv) => new BlockStream(library, key, iv, true),
  'aes-256-ctr': (key, iv) => counterStream(library, key, iv),
  'aes-256-gcm': (key, iv) => gcmStream(library, key, iv, true),
  'chacha20-poly1305': (key, iv) => chachaPolyStream(library, key, iv, true),
};

test.each(Object.keys(makers))('%s', (name) => {
  const key = bytes(32);
  const iv = bytes(name.includes('gcm') || name.includes('poly') ? 12 : 16);
  const data = bytes(150);
  const whole = real.createCipheriv(name, key, iv, name.includes('poly') ? { authTagLength: 16 } : undefined);
  const expected = [...whole.update(data), ...whole.final()];
  for (const piece of [1, 7, 16, 33, 64, 150]) {
    const stream = makers[name]?.(key, iv);
    if (stream === undefined) throw new Error(name);
    const made: number[] = [];
    for (let at = 0; at < data.length; at += piece)
      made.push(...stream.update(data.subarray(at, at + piece)));
    made.push(...stream.final());
    expect(made).toEqual(expected);
    if ('tag' in stream) expect([...(stream.tag as () => Uint8Array)()]).toEqual([...whole.getAuthTag()]);
  }
});
