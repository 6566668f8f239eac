// A machine in one thread, for tests: pipes, virtual ports and children that are functions. What the kernel does across
// workers, without workers. Owned by the test.

import { acceptOver, connectOver, refuse } from '../../os/connection.ts';
import type {
  ChildEvent,
  Connection,
  Listener,
  PipeId,
  SocketAddress,
  SpawnRequest,
  StdioRequest,
  Stream,
  Syscalls,
} from '../../os/process-context.ts';
import type { ExitStatus, Signal } from '../../os/signals.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Pid, Port } from '../../protocol/ids.ts';

/** Kept from before a realm puts Node's own in their place. */
const { MessageChannel, setTimeout } = globalThis;

/** Bytes that a pipe holds before its writer waits (pipe(7)). */
const pipeCapacity = 65_536;

class Pipe {
  #chunks: Uint8Array[] = [];
  #size = 0;
  #waiting: (() => void)[] = [];
  #writers = 1;
  #ended = false;
  #broken = false;
  #reader: { onData: (chunk: Uint8Array) => void; onEnd: () => void } | undefined;
  #scheduled = false;

  constructor(readonly id: PipeId) {}

  write(bytes: Uint8Array, done?: (error?: Error) => void): void {
    if (this.#broken) {
      done?.(new SystemError('EPIPE', 'write'));
      return;
    }
    this.#chunks.push(bytes);
    this.#size += bytes.byteLength;
    if (this.#size < pipeCapacity) done?.();
    else if (done !== undefined) this.#waiting.push(done);
    this.#schedule();
  }
  start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void {
    this.#reader = { onData, onEnd };
    this.#schedule();
  }
  stop(): void {
    this.#reader = undefined;
  }
  closeWriter(): void {
    this.#writers--;
    if (this.#writers === 0) this.#schedule();
  }
  closeReader(): void {
    this.#broken = true;
    this.#reader = undefined;
    for (const done of this.#waiting.splice(0)) done();
  }
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#deliver();
    }, 0);
  }
  #deliver(): void {
    while (this.#reader !== undefined) {
      const chunk = this.#chunks.shift();
      if (chunk === undefined) break;
      this.#size -= chunk.byteLength;
      this.#reader.onData(chunk);
    }
    if (this.#size < pipeCapacity) for (const done of this.#waiting.splice(0)) done();
    if (this.#reader !== undefined && this.#writers <= 0 && this.#chunks.length === 0 && !this.#ended) {
      this.#ended = true;
      this.#reader.onEnd();
    }
  }
}

/** A child: reads and writes its stdio and returns how it ended. */
export type TestProgram = (child: {
  readonly request: SpawnRequest;
  readonly pid: Pid;
  readonly stdio: readonly Stream[];
  /** Settles when the child was sent a signal that would end it. */
  readonly killed: Promise<Signal>;
}) => Promise<ExitStatus>;

export class LoopbackMachine {
  readonly #pipes = new Map<PipeId, Pipe>();
  readonly #listeners = new Map<SocketAddress, (connection: Connection) => void>();
  readonly ports = new Map<SocketAddress, Pid>();
  readonly pids = new Set<Pid>();
  readonly #kill = new Map<Pid, (signal: Signal) => void>();
  #nextPid = 100;
  #nextPipe = 1;
  #nextPort = 40_000;

  constructor(readonly program: TestProgram) {}

  #newPipe(): Pipe {
    const pipe = new Pipe(`pipe:${this.#nextPipe++}`);
    this.#pipes.set(pipe.id, pipe);
    return pipe;
  }
  #readEnd(pipe: Pipe): Extract<Stream, { kind: 'pipe-read' }> {
    return {
      kind: 'pipe-read',
      pipe: pipe.id,
      start: (onData, onEnd) => pipe.start(onData, onEnd),
      stop: () => pipe.stop(),
      close: () => pipe.closeReader(),
    };
  }
  #writeEnd(pipe: Pipe): Extract<Stream, { kind: 'pipe-write' }> {
    return {
      kind: 'pipe-write',
      pipe: pipe.id,
      write: (bytes, done) => pipe.write(bytes, done),
      close: () => pipe.closeWriter(),
    };
  }
  #socket(incoming: Pipe, outgoing: Pipe): Extract<Stream, { kind: 'socket' }> {
    return {
      kind: 'socket',
      incoming: incoming.id,
      outgoing: outgoing.id,
      start: (onData, onEnd) => incoming.start(onData, onEnd),
      stop: () => incoming.stop(),
      write: (bytes, done) => outgoing.write(bytes, done),
      close() {
        incoming.closeReader();
        outgoing.closeWriter();
      },
    };
  }
  pipe() {
    const pipe = this.#newPipe();
    return { read: this.#readEnd(pipe), write: this.#writeEnd(pipe) };
  }
  #streamOf(request: StdioRequest, parent: readonly Stream[]): Stream {
    const pipe = (id: PipeId): Pipe => {
      const found = this.#pipes.get(id);
      if (found === undefined) throw new Error(`no pipe ${id}`);
      return found;
    };
    switch (request.kind) {
      case 'inherit':
        return parent[request.fd] ?? { kind: 'null', close() {} };
      case 'stream':
        return request.stream;
      case 'pipe-read':
        return this.#readEnd(pipe(request.pipe));
      case 'pipe-write':
        return this.#writeEnd(pipe(request.pipe));
      case 'socket':
        return this.#socket(pipe(request.incoming), pipe(request.outgoing));
      case 'file':
      case 'null':
        return { kind: 'null', close() {} };
      default:
        return request satisfies never;
    }
  }

  /** The system calls of one process whose own stdio is `stdio`. */
  syscalls(stdio: readonly Stream[]): Syscalls {
    const children = new Set<(event: ChildEvent) => void>();
    const reservePid = (): Pid => this.#nextPid++ as Pid;
    return {
      reservePid,
      // One process: nobody else wants them.
      fileLocks: { lock: () => true, unlock: () => {}, forget: () => {}, othersLevel: () => 0 },
      pollSignals: () => {},
      shareMemory: () => {
        throw new SystemError('ENOSYS', 'shareMemory');
      },
      spawnSync: () => {
        throw new SystemError('ENOSYS', 'spawn');
      },
      sharesMemory: false,
      handOver: () => {
        throw new SystemError('ENOSYS', 'sendmsg');
      },
      takeHandedOver: () => undefined,
      pids: this.pids,
      ports: this.ports,
      spawn: async (request) => {
        const pid = request.pid ?? reservePid();
        const { promise: killed, resolve: kill } = Promise.withResolvers<Signal>();
        this.pids.add(pid);
        this.#kill.set(pid, kill);
        const streams = request.stdio.map((entry) => this.#streamOf(entry, stdio));
        void this.program({ request, pid, stdio: streams, killed }).then((status) => {
          this.pids.delete(pid);
          for (const [fd, stream] of streams.entries())
            if (request.stdio[fd]?.kind !== 'inherit') stream.close();
          for (const listener of children) listener({ type: 'exit', pid, status });
        });
        return pid;
      },
      kill: async (pid, signal) => {
        if (!this.pids.has(pid as Pid)) throw new SystemError('ESRCH', 'kill');
        if (signal !== 0) this.#kill.get(pid as Pid)?.(signal);
      },
      onChild(listener) {
        children.add(listener);
        return { [Symbol.dispose]: () => void children.delete(listener) };
      },
      setProcessGroup() {},
      setForegroundGroup() {},
      processes: async () => [],
      pipe: () => this.pipe(),
      socketPair: () => {
        const [a, b] = [this.#newPipe(), this.#newPipe()];
        return { ours: this.#socket(a, b), theirs: { kind: 'socket', incoming: b.id, outgoing: a.id } };
      },
      listen: (address, onConnection) => this.#listen(address, onConnection),
      connect: (address) => {
        const { port1, port2 } = new MessageChannel();
        const local = this.#nextPort++ as Port;
        const accept = this.#listeners.get(address);
        if (accept === undefined) refuse(port2);
        else accept(acceptOver(port2, { local: address, remote: local }));
        return connectOver(port1, { local, remote: address });
      },
      flush: async () => {},
    };
  }
  #listen(address: SocketAddress, onConnection: (connection: Connection) => void): Listener {
    const bound = address === 0 ? (this.#nextPort++ as Port) : address;
    if (this.#listeners.has(bound)) throw new SystemError('EADDRINUSE', 'listen');
    this.#listeners.set(bound, onConnection);
    this.ports.set(bound, 1 as Pid);
    return {
      address: bound,
      close: () => {
        this.#listeners.delete(bound);
        this.ports.delete(bound);
      },
    };
  }
}
