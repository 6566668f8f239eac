// All bytes of a description: for what must be whole before it is used, such as a script on the standard input.

import type { Description } from './description.ts';
import { concatBytes } from './text.ts';

export async function readAllDescription(
  from: Description,
  signal: AbortSignal = new AbortController().signal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await from.read(signal);
    if (chunk === null) return concatBytes(chunks);
    chunks.push(chunk);
  }
}
