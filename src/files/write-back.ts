// A file that comes back by Undo, with the folders above it, which may be gone as well.

import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { parentOf } from './paths.ts';

export async function writeBack(
  files: Pick<KernelFiles, 'mkdir' | 'writeFile'>,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const parent = parentOf(path);
  if (parent !== '') await files.mkdir(parent, { recursive: true });
  await files.writeFile(path, bytes);
}
