// The string_decoder binding behind Node's own StringDecoder class, held against the real one chunk by chunk.
import { expect, it } from 'vitest';
import { StringDecoder } from 'node:string_decoder';
import { createStringDecoderBinding } from './string_decoder.ts';
import { encodingNames } from './codec/text-codec.ts';
import { fakeRealm, seededRandom } from './testing/fake-realm.ts';

/** Node's undocumented state of a decoder, which older programs read. */
function needs(decoder: object): string {
  const { lastNeed, lastTotal } = decoder as { lastNeed: number; lastTotal: number };
  return `${lastNeed} ${lastTotal}`;
}

const { decode, flush } = createStringDecoderBinding(fakeRealm()) as {
  decode: (state: Uint8Array, chunk: Uint8Array) => string;
  flush: (state: Uint8Array) => string;
};
const random = seededRandom(7);
const below = (n: number) => Math.floor(random() * n);
const samples = ['aé€😀z', '\ud83d\ude00\ud83d', 'plain', 'é'.repeat(9)];

it.each(encodingNames.filter((name) => name !== 'buffer'))('%s in random chunks', (encoding) => {
  for (let round = 0; round < 500; round++) {
    const source = Buffer.from(samples[below(4)] as string, encoding === 'utf16le' ? 'utf16le' : 'utf8');
    if (random() < 0.5 && source.length > 0) source[below(source.length)] = below(256);
    const real = new StringDecoder(encoding);
    const state = new Uint8Array(7);
    state[6] = encodingNames.indexOf(encoding);
    const log: [string, string][] = [];
    for (let at = 0; at < source.length;) {
      const chunk = source.subarray(at, (at += below(5)));
      log.push([decode(state, chunk), real.write(chunk)]);
      if (random() < 0.1) log.push([flush(state), real.end()]);
      log.push([`${state[4]} ${state[4]! + state[5]!}`, needs(real)]);
    }
    log.push([flush(state), real.end()]);
    expect(
      log.map(([ours]) => ours),
      source.toString('hex'),
    ).toEqual(log.map(([, theirs]) => theirs));
  }
});
