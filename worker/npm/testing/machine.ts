// For tests and tools: a machine in one thread to run npm on, with an in-memory filesystem and a shell that is a table.
import { knownBytes } from './known-blob.ts';
import type { ProcessContext, SpawnRequest, Stream, ChildEvent } from '../../os/process-context.ts';
import type { ExitStatus, Signal } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import { Authority } from '../../vfs/authority.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import type { PackUsageStore } from '../../vfs/pack-usage.ts';
import { createNpmProgram } from '../npm.ts';
import type { PlatformServices } from '../platform-services.ts';
import type { Fetch } from '../registry/http.ts';
import { memoryPackStore, type PackStore } from '../store/pack-store.ts';
import { memoryPackumentStore, type PackumentStore } from '../store/packument-store.ts';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  /** What is typed, or piped in; its end follows. */
  readonly input?: string;
  /** Called with the running process, to send it signals. */
  readonly onStart?: (process: { signal: (signal: Signal) => void }) => void;
}

/** What a command line that npm hands to `sh -c` does. */
export type FakeShell = (line: string, request: SpawnRequest, print: (text: string) => void) => ExitStatus;

export interface TestMachine {
  readonly fs: FileSystem;
  readonly packs: PackStore;
  readonly packuments: PackumentStore;
  /** Every `sh -c` so far. */
  readonly spawned: SpawnRequest[];
  now: number;
  shell: FakeShell;
  npm(args: readonly string[], options?: RunOptions): Promise<Run>;
  npx(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** By another of the program's names. */
  run(argv: readonly string[], options?: RunOptions): Promise<Run>;
  /** The files under a folder with their text, packs and links included. */
  tree(path: string): Record<string, string>;
}

export interface MachineOptions {
  readonly fetch: Fetch;
  readonly registry: string;
  readonly packs?: PackStore;
  readonly packuments?: PackumentStore;
  readonly packUsage?: PackUsageStore;
  readonly isOnline?: () => boolean;
  readonly project?: string;
  /** Real waits between retries; tests want none. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

export function createMachine(options: MachineOptions): TestMachine {
  let clock = 1_700_000_000_000;
  const { fs } = new Authority({
    clock: () => ++clock,
    readBlob: (blob, start, end) => {
      const bytes = knownBytes(blob);
      if (bytes === undefined) throw new Error('A Blob that was made before the test began.');
      return bytes.slice(start, end);
    },
  });
  const project = options.project ?? '/home/project';
  fs.makeDirectories(project, 0o755);
  fs.makeDirectories('/bin', 0o755);
  fs.writeFile('/bin/sh', '\x7fHOLDFAST jsh\n');
  fs.chmod('/bin/sh', 0o755);
  const packs = options.packs ?? memoryPackStore();
  const packuments = options.packuments ?? memoryPackumentStore();
  const machine: TestMachine = {
    fs,
    packs,
    packuments,
    spawned: [],
    now: 1_700_000_000_000,
    shell: () => ({ kind: 'exited', code: 0 }),
    npm: (args, run) => start(['npm', ...args], run),
    npx: (args, run) => start(['npx', ...args], run),
    run: start,
    tree: (path) => listTree(fs, path, ''),
  };
  const services: PlatformServices = {
    fetch: options.fetch,
    subtle: crypto.subtle,
    packs: () => packs,
    packuments: () => packuments,
    packUsage: () => options.packUsage ?? { list: async () => [], remove: async () => undefined },
    defaultRegistry: options.registry,
    now: () => machine.now,
    sleep: options.sleep ?? (() => Promise.resolve()),
    every: () => ({ [Symbol.dispose]: () => undefined }),
    isOnline: options.isOnline ?? (() => true),
  };

  /** One worker runs all commands, as it may in a browser. */
  const program = createNpmProgram(() => services);

  async function start(argv: readonly string[], run: RunOptions = {}): Promise<Run> {
    const output = { stdout: '', stderr: '' };
    const handlers = new Map<Signal, () => void>();
    let exited: ExitStatus | undefined;
    const context: ProcessContext = {
      pid: 2 as Pid,
      ppid: 1 as Pid,
      argv,
      execPath: `/usr/local/bin/${argv[0] ?? ''}`,
      env: { HOME: '/home', PATH: '/usr/local/bin:/bin', ...run.env },
      cwd: run.cwd ?? project,
      umask: 0o022,
      stdio: [source(run), sink(output, 'stdout', run), sink(output, 'stderr', run)],
      fs,
      causality: { stamp: () => undefined, seen: () => true },
      sys: fakeSyscalls(machine, (name, text) => (output[name] += text)),
      onSignal: (signal, handler) => {
        handlers.set(signal, handler);
        return { [Symbol.dispose]: () => handlers.delete(signal) };
      },
      onSuspend: () => undefined,
      exit: (status) => (exited ??= status),
      setCwd: () => undefined,
    };
    run.onStart?.({ signal: (signal) => handlers.get(signal)?.() });
    const code = await program.main(context);
    return { code: exited === undefined ? code : 128, ...output };
  }
  return machine;
}

function source({ input, tty }: RunOptions): Stream {
  if (input === undefined) return { kind: 'null', close: () => undefined };
  const base = {
    start: (onData: (chunk: Uint8Array) => void, onEnd: () => void) => {
      onData(new TextEncoder().encode(input));
      onEnd();
    },
    stop: () => undefined,
    close: () => undefined,
  };
  return tty === true
    ? { ...terminal, ...base, kind: 'tty', write: () => undefined }
    : { ...base, kind: 'pipe-read', pipe: 'stdin' };
}

const terminal = {
  size: () => ({ cols: 80, rows: 24 }),
  mode: () => {
    throw new Error('not asked for');
  },
  setMode: () => undefined,
};

function sink(
  output: { stdout: string; stderr: string },
  name: 'stdout' | 'stderr',
  { tty }: RunOptions,
): Stream {
  const decoder = new TextDecoder();
  const base = {
    start: () => undefined,
    stop: () => undefined,
    close: () => undefined,
    write: (bytes: Uint8Array, done?: (error?: Error) => void) => {
      output[name] += decoder.decode(bytes, { stream: true });
      done?.();
    },
  };
  if (tty !== true) return { ...base, kind: 'pipe-write', pipe: name };
  return { ...base, ...terminal, kind: 'tty' };
}

/** Only what npm calls; anything else fails loudly by being undefined. */
function fakeSyscalls(
  machine: TestMachine,
  print: (name: 'stdout' | 'stderr', text: string) => void,
): ProcessContext['sys'] {
  const listeners = new Set<(event: ChildEvent) => void>();
  const pipes = new Map<string, (text: string | undefined) => void>();
  let nextPid = 10;
  const fake: Partial<ProcessContext['sys']> = {
    spawn: async (request) => {
      machine.spawned.push(request);
      const pid = nextPid++ as Pid;
      const stdout = request.stdio[1];
      const say = (text: string) => {
        if (stdout?.kind === 'stream' && stdout.stream.kind === 'pipe-write')
          pipes.get(stdout.stream.pipe)?.(text);
        else print('stdout', text);
      };
      queueMicrotask(() => {
        const status = machine.shell(request.argv[2] ?? '', request, say);
        for (const end of pipes.values()) end(undefined);
        for (const listener of listeners) listener({ type: 'exit', pid, status });
      });
      return pid;
    },
    onChild: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => listeners.delete(listener) };
    },
    pipe: () => {
      const pipe = `pipe${String(pipes.size)}`;
      const early: (string | undefined)[] = [];
      pipes.set(pipe, (text) => early.push(text));
      const close = () => undefined;
      return {
        write: { kind: 'pipe-write', pipe, close, write: () => undefined },
        read: {
          kind: 'pipe-read',
          pipe,
          close,
          stop: close,
          start: (onData, onEnd) => {
            const deliver = (text: string | undefined) => {
              if (text === undefined) onEnd();
              else onData(new TextEncoder().encode(text));
            };
            pipes.set(pipe, deliver);
            early.forEach(deliver);
          },
        },
      };
    },
  };
  return fake as ProcessContext['sys'];
}

function listTree(fs: FileSystem, path: string, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, type } of fs.readdir(path)) {
    const at = `${path}/${name}`;
    if (type === 'directory') Object.assign(found, listTree(fs, at, `${prefix}${name}/`));
    else if (type === 'symlink') found[`${prefix}${name}`] = `-> ${fs.readlink(at)}`;
    else found[`${prefix}${name}`] = new TextDecoder().decode(fs.readFile(at));
  }
  return found;
}
