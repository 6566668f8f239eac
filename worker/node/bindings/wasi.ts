// internalBinding('wasi'): wasi_snapshot_preview1 for node:wasi (src/node_wasi.cc over uvwasi). A thread of a WebAssembly program
// has an instance of its own, over memory that it may share with others.

import { blockFor } from '../block-for.ts';
import { isSystemError } from '../../protocol/errno.ts';
import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';
import { errnoOf, nanoseconds, milliseconds, WasiError } from './wasi/abi.ts';
import { Descriptors } from './wasi/descriptors.ts';
import { createFiles } from './wasi/files.ts';
import { WasmMemory } from './wasi/memory.ts';

type WasiFunction = (...args: never[]) => unknown;

const clocks = { realtime: 0, monotonic: 1, processCpu: 2, threadCpu: 3 } as const;
const subscriptionSize = 48;
const eventSize = 32;
/** Of an event: a clock rather than an fd. */
const clockEvent = 0;

interface NodeFs {
  readSync(fd: number, target: Uint8Array): number;
  writeSync(fd: number, bytes: Uint8Array): number;
}

export function createWasiBinding(realm: CoreRealm): Binding {
  const { host, utf8 } = realm;
  const nodeFs = (): NodeFs => realm.require('fs') as NodeFs;
  function time(clock: number): bigint {
    switch (clock) {
      case clocks.realtime:
        return nanoseconds(host.timeOrigin + host.now());
      case clocks.monotonic:
      case clocks.processCpu:
      case clocks.threadCpu:
        // What the thread itself has used is not told in a browser.
        return nanoseconds(host.now());
      default:
        throw new WasiError('EINVAL');
    }
  }

  function strings(memory: WasmMemory, list: readonly string[]) {
    const encoded = list.map((each) => utf8.encode(`${each}\0`));
    return {
      sizes(count: number, bytes: number) {
        memory.setUint32(count, encoded.length);
        memory.setUint32(
          bytes,
          encoded.reduce((sum, { length }) => sum + length, 0),
        );
      },
      get(pointers: number, buffer: number) {
        let at = buffer;
        for (const [index, bytes] of encoded.entries()) {
          memory.setUint32(pointers + index * 4, at);
          memory.write(at, bytes);
          at += bytes.length;
        }
      },
    };
  }

  /** Fds are always ready: a read of a terminal blocks. Without any, the shortest of the times is slept through. */
  function poll(memory: WasmMemory, input: number, output: number, count: number, result: number): void {
    if (count === 0) throw new WasiError('EINVAL');
    const subscriptions = Array.from({ length: count }, (_, index) => {
      const view = memory.view(input + index * subscriptionSize, subscriptionSize);
      const type = view.getUint8(8);
      const userdata = view.getBigUint64(0, true);
      if (type !== clockEvent) return { type, userdata, wait: 0 };
      const timeout = view.getBigUint64(24, true);
      const isAbsolute = (view.getUint16(40, true) & 1) !== 0;
      const wait = milliseconds(isAbsolute ? timeout - time(view.getUint32(16, true)) : timeout);
      return { type, userdata, wait: Math.max(0, wait) };
    });
    const first = Math.min(...subscriptions.map(({ wait }) => wait));
    blockFor(first);
    const due = subscriptions.filter(({ wait }) => wait <= first);
    for (const [index, { type, userdata }] of due.entries()) {
      memory.bytes(output + index * eventSize, eventSize).fill(0);
      const view = memory.view(output + index * eventSize, eventSize);
      view.setBigUint64(0, userdata, true);
      view.setUint8(10, type);
    }
    memory.setUint32(result, due.length);
  }

  /** The number of what it throws; 0 where it returns. */
  const answering =
    (call: WasiFunction) =>
    (...args: never[]): number => {
      try {
        call(...args);
        return 0;
      } catch (error) {
        if (!(error instanceof WasiError) && !isSystemError(error)) throw error;
        return errnoOf(error.code) ?? errnoOf('EIO') ?? 0;
      }
    };

  class WASI {
    readonly [name: string]: unknown;

    constructor(args: string[], env: string[], preopens: string[], stdio: number[]) {
      const memory = new WasmMemory(() => realm.nodeError('ERR_WASI_NOT_STARTED'));
      const descriptors = new Descriptors();
      const { fs } = realm.context;
      for (const fd of stdio) descriptors.add({ kind: 'stream', fd });
      for (let index = 0; index < preopens.length; index += 2) {
        const [preopen = '', given = ''] = preopens.slice(index);
        const path = fs.realpath(given.startsWith('/') ? given : `${realm.cwd}/${given}`);
        descriptors.add({ kind: 'directory', preopen, path, file: fs.open(path, 0, 0) });
      }
      const [arguments_, environment] = [strings(memory, args), strings(memory, env)];
      const unsupported = (): never => {
        throw new WasiError('ENOTSUP');
      };
      const functions: Record<string, WasiFunction> = {
        args_get: (pointers: number, buffer: number) => arguments_.get(pointers, buffer),
        args_sizes_get: (count: number, bytes: number) => arguments_.sizes(count, bytes),
        environ_get: (pointers: number, buffer: number) => environment.get(pointers, buffer),
        environ_sizes_get: (count: number, bytes: number) => environment.sizes(count, bytes),
        clock_res_get(clock: number, result: number) {
          time(clock);
          memory.setUint64(result, 1_000n);
        },
        clock_time_get: (clock: number, _precision: bigint, result: number) =>
          memory.setUint64(result, time(clock)),
        poll_oneoff: (input: number, output: number, count: number, result: number) =>
          poll(memory, input, output, count, result),
        random_get(at: number, length: number) {
          // At most 65,536 bytes a call, and none into shared memory.
          for (let done = 0; done < length; done += 65_536) {
            const part = new Uint8Array(Math.min(65_536, length - done));
            memory.write(at + done, host.crypto.getRandomValues(part));
          }
        },
        sched_yield: () => undefined,
        proc_raise: unsupported,
        sock_accept: unsupported,
        sock_recv: unsupported,
        sock_send: unsupported,
        sock_shutdown: unsupported,
        ...createFiles({
          fs,
          memory,
          descriptors,
          utf8,
          now: host.clock,
          readStream: (fd, target) => {
            const copy = new Uint8Array(target.length);
            const read = nodeFs().readSync(fd, copy);
            target.set(copy.subarray(0, read));
            return read;
          },
          writeStream: (fd, bytes) => nodeFs().writeSync(fd, bytes),
        }),
      };
      const named = Object.entries(functions).map(([name, call]) => [name, answering(call)]);
      Object.assign(this, Object.fromEntries(named), {
        proc_exit: (code: number) => realm.exit(code),
        _setMemory: (value: WebAssembly.Memory) => memory.set(value),
      });
    }
  }

  return { WASI };
}
