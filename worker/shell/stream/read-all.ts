// All bytes of a description: for what must be whole before it is used, such as a script on the standard input.

import type { Description } from './description.ts';
import { joinBytes } from '../../os/concat-bytes.ts';

export async function readAllDescription(
  from: Description,
  signal: AbortSignal = new AbortController().signal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await from.read(signal);
    if (chunk === null) return joinBytes(chunks);
    chunks.push(chunk);
  }
}
