// The fds of a process: makes a Stream of each descriptor, knows which remote pipe or tty each stands for, and closes an
// end in the kernel when the last stream on it is closed. One a process.

import { queueMicrotask } from '../os/browser-globals.ts';
import type { Exec, StdioDescriptor } from '../os/messages.ts';
import type { PipeId, StdioRequest, Stream, TtyMode, TtySize } from '../os/process-context.ts';
import { SystemError } from '../protocol/errno.ts';
import { openFlags, type FileSystem } from '../vfs/filesystem.ts';
import type { ContainerLink } from './container-link.ts';
import type { SyncCalls } from './sync-calls.ts';
import { RemoteSink } from './remote-sink.ts';
import { RemoteSource } from './remote-source.ts';

type StreamOf<Kind extends Stream['kind']> = Extract<Stream, { kind: Kind }>;
type HandedOn = { pipe: string; end: 'read' | 'write' }[];

interface End<T> {
  readonly remote: T;
  /** Streams open on it. */
  count: number;
}

interface Terminal {
  readonly name: string;
  size: TtySize;
  mode: TtyMode;
}

export class ProcessStreams {
  readonly #sources = new Map<string, End<RemoteSource>>();
  readonly #sinks = new Map<string, End<RemoteSink>>();
  readonly #descriptors = new WeakMap<Stream, StdioDescriptor>();
  #terminal: Terminal | null = null;

  constructor(
    private readonly link: ContainerLink,
    private readonly sync: Pick<SyncCalls, 'call'>,
    private readonly fs: FileSystem,
    private readonly onBrokenPipe: () => void,
  ) {}

  // --- What the container says ---

  chunk(source: string, read: number, bytes: Uint8Array | null): void {
    this.#sources.get(source)?.remote.receive(read, bytes);
  }

  taken(sink: string, bytes: number): void {
    this.#sinks.get(sink)?.remote.taken(bytes);
  }

  broken(sink: string, code: 'EPIPE' | 'EIO', failed: boolean): void {
    const end = this.#sinks.get(sink);
    if (end !== undefined) end.remote.broken(code, failed);
    else if (failed && code === 'EPIPE') this.onBrokenPipe();
  }

  setTerminal(terminal: Exec['tty']): void {
    this.#terminal = terminal && { ...terminal };
  }

  terminalSize(size: TtySize): void {
    if (this.#terminal !== null) this.#terminal.size = size;
  }

  terminalMode(mode: TtyMode): void {
    if (this.#terminal !== null) this.#terminal.mode = mode;
  }

  // --- Opening ---

  open(descriptor: StdioDescriptor): Stream {
    switch (descriptor.kind) {
      case 'tty':
        return this.#openTty(descriptor.tty);
      case 'pipe-read':
        return this.pipeRead(descriptor.pipe);
      case 'pipe-write':
        return this.pipeWrite(descriptor.pipe);
      case 'socket':
        return this.socket(descriptor.incoming, descriptor.outgoing);
      case 'file': {
        const file = this.fs.open(descriptor.path, descriptor.flags, 0o666);
        const stream: Stream = { kind: 'file', file, close: once(() => file.close()) };
        this.#descriptors.set(stream, descriptor);
        return stream;
      }
      case 'null': {
        const stream: Stream = { kind: 'null', close: () => {} };
        this.#descriptors.set(stream, descriptor);
        return stream;
      }
    }
  }

  pipeRead(pipe: PipeId): StreamOf<'pipe-read'> {
    const source = this.#source(pipe);
    const stream: StreamOf<'pipe-read'> = {
      kind: 'pipe-read',
      pipe,
      ...reading(source),
      close: once(() => this.#closeSource(pipe)),
    };
    this.#descriptors.set(stream, { kind: 'pipe-read', pipe });
    return stream;
  }

  pipeWrite(pipe: PipeId): StreamOf<'pipe-write'> {
    const sink = this.#sink(pipe);
    let open = true;
    const stream: StreamOf<'pipe-write'> = {
      kind: 'pipe-write',
      pipe,
      ...writing(sink, () => open),
      close: once(() => {
        open = false;
        this.#closeSink(pipe);
      }),
    };
    this.#descriptors.set(stream, { kind: 'pipe-write', pipe });
    return stream;
  }

  socket(incoming: PipeId, outgoing: PipeId): StreamOf<'socket'> {
    const source = this.#source(incoming);
    const sink = this.#sink(outgoing);
    let open = true;
    const stream: StreamOf<'socket'> = {
      kind: 'socket',
      incoming,
      outgoing,
      ...reading(source),
      ...writing(sink, () => open),
      close: once(() => {
        open = false;
        this.#closeSource(incoming);
        this.#closeSink(outgoing);
      }),
    };
    this.#descriptors.set(stream, { kind: 'socket', incoming, outgoing });
    return stream;
  }

  #openTty(name: string): StreamOf<'tty'> {
    const terminal = this.#terminal;
    if (terminal === null) throw new SystemError('EIO', 'open', `/dev/${name}`);
    const source = this.#source(name);
    const sink = this.#sink(name);
    let open = true;
    const stream: StreamOf<'tty'> = {
      kind: 'tty',
      ...reading(source),
      ...writing(sink, () => open),
      size: () => terminal.size,
      mode: () => terminal.mode,
      setMode: (mode) => {
        terminal.mode = mode;
        this.link.send({ type: 'tty-mode', tty: name, mode });
      },
      close: once(() => {
        open = false;
        this.#leave(this.#sources, name);
        this.#leave(this.#sinks, name);
      }),
    };
    this.#descriptors.set(stream, { kind: 'tty', tty: name });
    return stream;
  }

  /** Runs what blocks this process, and leaves what comes meanwhile to others: a child on the same terminal. */
  whileBlocked<T>(run: () => T): T {
    const sources = [...this.#sources.values()];
    for (const { remote } of sources) remote.pause();
    try {
      return run();
    } finally {
      for (const { remote } of sources) remote.resume();
    }
  }

  // --- Handing on ---

  /** The child's fds, and the ends that are closed here because the child has them now. */
  describe(
    requests: readonly StdioRequest[],
    stdio: readonly Stream[],
  ): { stdio: StdioDescriptor[]; handedOn: HandedOn } {
    const handedOn: HandedOn = [];
    const described = requests.map((request): StdioDescriptor => {
      switch (request.kind) {
        case 'inherit': {
          const stream = stdio[request.fd];
          if (stream === undefined) throw new SystemError('EBADF', 'spawn');
          return this.#shared(stream);
        }
        case 'stream':
          return this.#shared(request.stream);
        case 'pipe-read':
          handedOn.push({ pipe: request.pipe, end: 'read' });
          return request;
        case 'pipe-write':
          handedOn.push({ pipe: request.pipe, end: 'write' });
          return request;
        case 'socket':
          handedOn.push({ pipe: request.incoming, end: 'read' }, { pipe: request.outgoing, end: 'write' });
          return request;
        case 'file':
        case 'null':
          return request;
      }
    });
    for (const { pipe, end } of handedOn) (end === 'read' ? this.#sources : this.#sinks).delete(pipe);
    return { stdio: described, handedOn };
  }

  #shared(stream: Stream): StdioDescriptor {
    const { file } = stream as { file?: StreamOf<'file'>['file'] };
    if (file !== undefined) return sharedFile(file.path, file.flags);
    const descriptor = this.#descriptors.get(stream);
    if (descriptor === undefined) throw new SystemError('EBADF', 'spawn');
    return descriptor;
  }

  // --- Ends ---

  #source(name: string): RemoteSource {
    return enter(this.#sources, name, () => new RemoteSource(name, this.link, this.sync));
  }

  #sink(name: string): RemoteSink {
    return enter(this.#sinks, name, () => new RemoteSink(name, this.link, this.onBrokenPipe));
  }

  #closeSource(pipe: PipeId): void {
    if (this.#leave(this.#sources, pipe)) this.link.send({ type: 'close-end', pipe, end: 'read' });
  }

  #closeSink(pipe: PipeId): void {
    if (this.#leave(this.#sinks, pipe)) this.link.send({ type: 'close-end', pipe, end: 'write' });
  }

  /** True where that was the last stream on the end. */
  #leave(ends: Map<string, End<RemoteSource | RemoteSink>>, name: string): boolean {
    const end = ends.get(name);
    if (end === undefined || --end.count > 0) return false;
    ends.delete(name);
    if (end.remote instanceof RemoteSource) end.remote.stop();
    return true;
  }
}

function enter<T>(ends: Map<string, End<T>>, name: string, make: () => T): T {
  const known = ends.get(name);
  const end = known ?? { remote: make(), count: 0 };
  end.count++;
  ends.set(name, end);
  return end.remote;
}

function reading(source: RemoteSource): Pick<RemoteSource, 'start' | 'stop' | 'unread' | 'readSync'> {
  return {
    start: (onData, onEnd) => source.start(onData, onEnd),
    stop: () => source.stop(),
    unread: (bytes) => source.unread(bytes),
    readSync: () => source.readSync(),
  };
}

function writing(sink: RemoteSink, isOpen: () => boolean): Pick<RemoteSink, 'write'> {
  return {
    write(bytes, done) {
      if (isOpen()) sink.write(bytes, done);
      else if (done !== undefined) queueMicrotask(() => done(new SystemError('EBADF', 'write')));
    },
  };
}

/**
 * A file that the parent has open, opened again by the child. There is no shared offset across processes; a file that is
 * only written is appended to instead, which comes to the same for redirections.
 */
function sharedFile(path: string, flags: number): StdioDescriptor {
  const kept = flags & ~(openFlags.O_TRUNC | openFlags.O_CREAT | openFlags.O_EXCL);
  const writeOnly = (flags & 3) === openFlags.O_WRONLY;
  return { kind: 'file', path, flags: writeOnly ? kept | openFlags.O_APPEND : kept };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
