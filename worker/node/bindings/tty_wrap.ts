// `internalBinding('tty_wrap')`: terminals among this process's fds. The terminal itself is the kernel's; a handle reads,
// writes and sets its mode, and closing one closes no fd.

import { cookedMode, rawMode } from '../../os/process-context.ts';
import type { Binding, Realm } from '../realm.ts';
import { createStreamHandleClass, streamChannel } from './stream-handle.ts';

const UV_TTY_MODE_NORMAL = 0;
const UV_TTY_MODE_IO = 2;
const UV_TTY_MODE_RAW_VT = 3;

/** Filled where the fd is no terminal; Node's lib makes an ERR_TTY_INIT_FAILED of it. */
interface InitError {
  errno?: number;
  code?: string;
  message?: string;
  syscall?: string;
}

export function createTtyWrapBinding(realm: Realm): Binding {
  const StreamHandle = createStreamHandleClass(realm);
  const terminal = (fd: number) => {
    const stream = realm.fds.get(fd);
    return stream?.kind === 'tty' ? stream : undefined;
  };

  class TTY extends StreamHandle {
    readonly #fd: number;

    constructor(fd: number, error: InitError) {
      super('TTYWRAP');
      this.#fd = fd;
      const stream = terminal(fd);
      const channel = stream && streamChannel(stream, () => {});
      if (channel === undefined) {
        const code = realm.fds.get(fd) === undefined ? 'EBADF' : 'EINVAL';
        error.errno = realm.errno(code);
        error.code = code;
        error.message = realm.uvException(code, '').message.replace(/^\w+: (.*), $/, '$1');
        error.syscall = 'uv_tty_init';
        return;
      }
      this.attachChannel(channel);
    }
    override get fd(): number {
      return this.#fd;
    }
    getWindowSize(size: [number, number]): number {
      const stream = terminal(this.#fd);
      if (stream === undefined) return realm.errno('EBADF');
      const { cols, rows } = stream.size();
      size[0] = cols;
      size[1] = rows;
      return 0;
    }
    setRawMode(mode: number): number {
      const stream = terminal(this.#fd);
      if (stream === undefined) return realm.errno('EBADF');
      stream.setMode(mode === UV_TTY_MODE_NORMAL ? cookedMode : rawMode);
      return 0;
    }
  }

  return {
    TTY,
    isTTY: (fd: number) => terminal(fd) !== undefined,
    UV_TTY_MODE_NORMAL,
    UV_TTY_MODE_IO,
    UV_TTY_MODE_RAW_VT,
  };
}
