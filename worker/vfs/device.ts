// The character devices of /dev. The terminal's and the standard streams' are names only: what they lead to is known to
// the process, whose program opens them itself.

import { SystemError } from '../protocol/errno.ts';
import type { DeviceName } from './inode.ts';

export function readDevice(device: DeviceName, target: Uint8Array): number {
  switch (device) {
    case 'null':
      return 0;
    case 'zero':
      target.fill(0);
      return target.length;
    case 'urandom':
      // The limit of one getRandomValues call.
      for (let start = 0; start < target.length; start += 65536)
        crypto.getRandomValues(target.subarray(start, start + 65536) as Uint8Array<ArrayBuffer>);
      return target.length;
    case 'tty':
    case 'stdin':
    case 'stdout':
    case 'stderr':
      throw new SystemError('ENOTSUP', 'read');
  }
}

export function writeDevice(device: DeviceName, source: Uint8Array): number {
  switch (device) {
    case 'null':
    case 'zero':
    case 'urandom':
      return source.length;
    case 'tty':
    case 'stdin':
    case 'stdout':
    case 'stderr':
      throw new SystemError('ENOTSUP', 'write');
  }
}
