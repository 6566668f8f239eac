import { sha256 } from '@noble/hashes/sha2.js';
import { checksumApplet } from './checksum.ts';

export const sha256sum = checksumApplet('sha256sum', () => sha256.create());
