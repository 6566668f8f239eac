// `internalBinding('process_wrap')`: a child process. The handle lives until the child's exit was reported; the child
// itself belongs to the kernel.

import { isSystemError, SystemError } from '../../protocol/errno.ts';
import type { Pid } from '../../protocol/ids.ts';
import { resolveExecutable } from '../../os/exec.ts';
import type { StdioRequest } from '../../os/process-context.ts';
import { signalByNumber, type ExitStatus } from '../../os/signals.ts';
import type { Binding, Realm } from '../realm.ts';
import { argvOf, childFolder, parseEnvPairs, requestForFd } from './child-request.ts';
import type { ByteChannel } from './stream-base.ts';
import { isPipeHandle } from './pipe_wrap.ts';

const constants = {
  kProcessFlagDetached: 1,
  kProcessFlagWindowsHide: 2,
  kProcessFlagWindowsVerbatimArguments: 4,
};

/** An entry of `stdio` as lib/internal/child_process.js prepares it. */
interface StdioEntry {
  readonly type: 'ignore' | 'pipe' | 'overlapped' | 'inherit' | 'fd' | 'wrap';
  readonly fd?: number;
  readonly handle?: unknown;
  readonly ipc?: boolean;
}

export function createProcessWrapBinding(realm: Realm): Binding {
  const { loop } = realm;

  class Process extends realm.HandleWrap {
    pid: Pid | undefined;
    onexit: ((exitCode: number, signal: string) => void) | undefined;
    #watch: Disposable | undefined;

    constructor() {
      super('PROCESSWRAP');
      realm.onHandleClose(this, () => this.#watch?.[Symbol.dispose]());
    }

    /** 0, or the negative errno that spawn(2), open(2) or execvp(3) would give. */
    spawn(
      file: string,
      args: readonly unknown[] | null | undefined,
      cwd: string | null | undefined,
      envPairs: readonly string[] | null | undefined,
      stdio: readonly StdioEntry[],
      flags: number,
    ): number {
      const { sys, fs } = realm.context;
      const env = envPairs === undefined || envPairs === null ? { ...realm.env } : parseEnvPairs(envPairs);
      const opened: (() => void)[] = [];
      try {
        const directory = childFolder(realm, cwd, file);
        const argv = argvOf(file, args);
        const executable = resolveExecutable(fs, file, argv, { cwd: directory, path: env['PATH'] });
        const pid = sys.reservePid();
        if (pid === null) return this.#neverStarted(stdio, 'EAGAIN');
        const requests = stdio.map((entry, fd) => this.#stdio(entry, fd, opened));
        this.pid = pid;
        this.#watch = sys.onChild((event) => {
          if (event.type === 'exit' && event.pid === pid) this.#exited(event.status);
        });
        realm.startHandle(this);
        sys
          .spawn({
            program: executable.program,
            execPath: executable.execPath,
            umask: realm.umask,
            argv: executable.argv,
            env,
            cwd: directory,
            stdio: requests,
            pid,
            ...((flags & constants.kProcessFlagDetached) !== 0 ? { group: 'own' as const } : {}),
          })
          .catch((error: unknown) => this.#failed(error));
        return 0;
      } catch (error) {
        for (const close of opened) close();
        if (!isSystemError(error)) throw error;
        return this.#neverStarted(stdio, error.code);
      }
    }

    /** libuv has made the pipes by the time that exec fails: their other ends are closed, and Node reads the end. */
    #neverStarted(stdio: readonly StdioEntry[], code: string): number {
      for (const { handle } of stdio) if (isPipeHandle(handle)) handle.attachChannel(closedChannel);
      return realm.errno(code);
    }

    #stdio(entry: StdioEntry, fd: number, opened: (() => void)[]): StdioRequest {
      switch (entry.type) {
        case 'ignore':
          return { kind: 'null' };
        case 'pipe':
        case 'overlapped':
          return this.#pipe(entry, fd, opened);
        case 'inherit':
        case 'fd':
          return requestForFd(realm, entry.fd ?? fd);
        case 'wrap': {
          const stream = isPipeHandle(entry.handle) ? entry.handle.stream : undefined;
          if (stream !== undefined) return { kind: 'stream', stream };
          const number = (entry.handle as { fd?: number } | undefined)?.fd ?? -1;
          if (number >= 0) return requestForFd(realm, number);
          return realm.unavailable('Giving a socket to a child process as its stdio');
        }
        default:
          return entry.type satisfies never;
      }
    }

    /**
     * Node makes a socket pair of each. Here the first three are a pipe, and the others (the IPC channel among them) two,
     * so that each direction can end by itself.
     */
    #pipe(entry: StdioEntry, fd: number, opened: (() => void)[]): StdioRequest {
      if (!isPipeHandle(entry.handle)) throw new Error('a pipe without a handle');
      const { sys } = realm.context;
      const open = () => {
        const pipe = sys.pipe();
        opened.push(
          () => pipe.read.close(),
          () => pipe.write.close(),
        );
        return pipe;
      };
      const toChild = fd === 0 || fd > 2 ? open() : undefined;
      const fromChild = fd > 0 ? open() : undefined;
      entry.handle.adoptPipes(fromChild?.read, toChild?.write);
      // The child's ends are handed on, and no longer this process's.
      if (toChild !== undefined && fromChild !== undefined)
        return { kind: 'socket', incoming: toChild.read.pipe, outgoing: fromChild.write.pipe };
      if (toChild !== undefined) return { kind: 'pipe-read', pipe: toChild.read.pipe };
      if (fromChild !== undefined) return { kind: 'pipe-write', pipe: fromChild.write.pipe };
      throw new Error('a pipe without a direction');
    }

    /**
     * Told after one round trip to the kernel: the ends of the child's pipes are under way before its exit, and Node's
     * programs see them in that order (`disconnect` before `exit`).
     */
    #exited(status: ExitStatus): void {
      const done = loop.beginRequest();
      void realm.context.sys.flush().then(() => {
        loop.post(() => {
          realm.stopHandle(this);
          this.#watch?.[Symbol.dispose]();
          const args = status.kind === 'exited' ? [status.code, ''] : [0, status.signal];
          if (this.onexit !== undefined) loop.makeCallback(this, this.onexit, args);
        });
        done();
      });
    }

    /** The kernel could not start it after all: as if it had ended at once (spawn has already answered). */
    #failed(error: unknown): void {
      const code = isSystemError(error) ? realm.errno(error.code) : realm.errno('EIO');
      loop.post(() => {
        realm.stopHandle(this);
        if (this.onexit !== undefined) loop.makeCallback(this, this.onexit, [code, '']);
      });
    }

    kill(signal: number): number {
      const { pid } = this;
      if (pid === undefined) return realm.errno('ESRCH');
      const name = signal === 0 ? 0 : signalByNumber(signal);
      if (name === undefined) return realm.errno('EINVAL');
      realm.context.sys.kill(pid, name).catch(() => {
        // ESRCH: it has just ended by itself, which its exit event tells.
      });
      return 0;
    }
  }

  return { Process, constants };
}

const closedChannel: ByteChannel = {
  readable: true,
  writable: true,
  start: (_onData, onEnd) => onEnd(),
  stop() {},
  write: (_bytes, done) => done(new SystemError('EPIPE', 'write')),
  shutdown() {},
  close() {},
};
