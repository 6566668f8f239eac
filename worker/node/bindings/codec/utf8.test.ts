import { expect, test } from 'vitest';
import { createUtf8Codec } from './utf8.ts';

test('the length in bytes of a long text, with pairs and halves of pairs wherever pieces end', () => {
  const codec = createUtf8Codec(globalThis);
  for (let shift = 0; shift < 4; shift++)
    for (const unit of ['a', 'é', '€', '€😀', '\ud83d', '😀\udc00']) {
      const text = 'x'.repeat(shift) + unit.repeat(20_000);
      expect(codec.byteLength(text)).toBe(Buffer.byteLength(text));
    }
});
