import { sha1 } from '@noble/hashes/legacy.js';
import { checksumApplet } from './checksum.ts';

export const sha1sum = checksumApplet('sha1sum', () => sha1.create());
