// Writes of Node's C++ to stderr: a fatal error's report, process._rawDebug.

import type { Stream } from '../os/process-context.ts';

export function writeSync(stream: Stream | undefined, bytes: Uint8Array): void {
  switch (stream?.kind) {
    case 'tty':
    case 'pipe-write':
    case 'socket':
      stream.write(bytes);
      break;
    case 'file':
      stream.file.write(bytes, null);
      break;
    default:
  }
}
