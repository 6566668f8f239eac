import { md5 } from '@noble/hashes/legacy.js';
import { checksumApplet } from './checksum.ts';

export const md5sum = checksumApplet('md5sum', () => md5.create());
