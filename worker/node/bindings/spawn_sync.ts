// `internalBinding('spawn_sync')`: a child that this process waits for, blocked (src/spawn_sync.cc).

import { resolveExecutable } from '../../os/exec.ts';
import type { SyncSpawnRequest, SyncSpawnResult } from '../../os/process-context.ts';
import { signalByNumber } from '../../os/signals.ts';
import { isSystemError } from '../../protocol/errno.ts';
import { giveBackInput } from '../stream-input.ts';
import type { Binding, Realm } from '../realm.ts';
import { argvOf, childFolder, parseEnvPairs, requestForFd } from './child-request.ts';
import { nodeBuffer } from './node-buffer-of.ts';

/** As lib/child_process.js prepares them. */
interface Options {
  readonly file: string;
  readonly args?: readonly unknown[];
  readonly cwd?: string | null;
  readonly envPairs?: readonly string[] | null;
  readonly detached?: boolean;
  readonly timeout?: number | null;
  readonly maxBuffer?: number | null;
  readonly killSignal?: number | null;
  readonly stdio: readonly StdioEntry[];
}

interface StdioEntry {
  readonly type: 'ignore' | 'pipe' | 'overlapped' | 'inherit' | 'fd';
  readonly fd?: number;
  /** By the child. */
  readonly readable?: boolean;
  readonly writable?: boolean;
  readonly input?: ArrayBufferView | null;
}

interface Result {
  pid: number;
  status: number | null;
  signal: string | null;
  output: (Uint8Array | null)[] | null;
  /** A negative errno. */
  error?: number;
}

export function createSpawnSyncBinding(realm: Realm): Binding {
  const stdioOf = (entry: StdioEntry, fd: number): SyncSpawnRequest['stdio'][number] => {
    switch (entry.type) {
      case 'ignore':
        return { kind: 'null' };
      case 'inherit':
      case 'fd':
        return requestForFd(realm, entry.fd ?? fd);
      case 'pipe':
      case 'overlapped':
        if (entry.writable === true) return { kind: 'collect' };
        return { kind: 'feed', input: bytesOf(entry.input) };
    }
  };

  const run = (options: Options): SyncSpawnResult => {
    const { fs, sys } = realm.context;
    const { file, args } = options;
    const cwd = childFolder(realm, options.cwd, file);
    const env = options.envPairs ? parseEnvPairs(options.envPairs) : { ...realm.env };
    const argv = argvOf(file, args);
    const executable = resolveExecutable(fs, file, argv, { cwd, path: env['PATH'] });
    // What was read ahead is for whoever reads now.
    for (const [, stream] of realm.fds.entries()) giveBackInput(stream);
    return sys.spawnSync({
      ...{ ...executable, env, cwd, umask: realm.umask, stdio: options.stdio.map(stdioOf) },
      ...(options.detached === true && { group: 'own' as const }),
      timeout: limit(options.timeout),
      maxBuffer: limit(options.maxBuffer),
      killSignal: signalByNumber(options.killSignal ?? 0) ?? 'SIGTERM',
    });
  };

  return {
    spawn(options: Options): Result {
      let result: SyncSpawnResult;
      try {
        result = run(options);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        return { pid: 0, status: null, signal: null, output: null, error: realm.errno(error.code) };
      }
      const { pid, status, output, failure } = result;
      return {
        pid,
        status: status.kind === 'exited' ? status.code : null,
        signal: status.kind === 'signaled' ? status.signal : null,
        output: output.map((bytes) => bytes && nodeBuffer(realm, bytes)),
        ...(failure !== null && { error: realm.errno(failure) }),
      };
    },
  };
}

/** 0 and Infinity are none. */
function limit(value: number | null | undefined): number | null {
  return value === undefined || value === null || value <= 0 || !Number.isFinite(value) ? null : value;
}

function bytesOf(view: ArrayBufferView | null | undefined): Uint8Array {
  return view === undefined || view === null
    ? new Uint8Array()
    : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
