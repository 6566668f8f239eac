// The child process of run-in-node.mjs: a ProcessContext over the real Node's own stdio and a virtual filesystem that holds
// the files under the current directory, and on it the node program. Test support; never part of the build.

import { readFileSync, readdirSync, readlinkSync, writeSync } from 'node:fs';
import type { ProcessContext, Stream } from '../../os/process-context.ts';
import { signalNumbers, type ExitStatus } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import { wire } from '../../vfs/test-filesystems.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import type { NativeChunk, NodeAssets } from '../core-realm.ts';
import type { NodeMeta } from '../meta.ts';
import { createNodeProgram } from '../node-program.ts';
import { LoopbackMachine } from './loopback-machine.ts';

interface RealProcess {
  readonly argv: string[];
  readonly env: Record<string, string>;
  readonly stdin: {
    on(event: string, listener: (value: never) => void): void;
    pause(): void;
    resume(): void;
  };
  cwd(): string;
  exit(code: number): never;
  on(event: string, listener: (...args: never[]) => void): void;
}
const real = (globalThis as unknown as { process: RealProcess }).process;
/** Kept from before the realm puts Node's own in their place. */
const { setTimeout, setInterval, eval: evaluate } = globalThis;
const directory = new URL('../node-lib/', import.meta.url);

async function loadAssets(): Promise<NodeAssets> {
  const coreUrl = new URL('natives.js', directory).href;
  const core = (await import(coreUrl)) as NativeChunk;
  return {
    core,
    meta: JSON.parse(readFileSync(new URL('meta.json', directory), 'utf8')) as NodeMeta,
    lazyChunk(name) {
      const url = new URL(`natives-${name}.js`, directory);
      const chunk = evaluate(`${readFileSync(url, 'utf8')}\n//# sourceURL=${url.href}`) as Omit<
        NativeChunk,
        'url'
      >;
      return { ...chunk, url: url.href };
    },
    llhttp: () => new WebAssembly.Module(readFileSync(new URL('llhttp.wasm', directory))),
  };
}

function output(fd: 1 | 2): Stream {
  return {
    kind: 'pipe-write',
    pipe: `std${fd}`,
    close() {},
    write(bytes, done) {
      for (let offset = 0; offset < bytes.length;) {
        try {
          offset += writeSync(fd, bytes, offset);
        } catch (error) {
          if ((error as { code?: string }).code !== 'EAGAIN') throw error;
        }
      }
      if (done !== undefined) setTimeout(done, 0);
    },
  };
}

function input(): Stream {
  let started = false;
  let listener: { onData: (chunk: Uint8Array) => void; onEnd: () => void } | undefined;
  return {
    kind: 'pipe-read',
    pipe: 'stdin',
    close() {},
    start(onData, onEnd) {
      listener = { onData, onEnd };
      if (!started) {
        started = true;
        real.stdin.on('data', (chunk: Uint8Array) => listener?.onData(new Uint8Array(chunk)));
        real.stdin.on('end', () => listener?.onEnd());
      }
      real.stdin.resume();
    },
    stop() {
      listener = undefined;
      real.stdin.pause();
    },
  };
}

/** Everything under `path`, but for what no script of a test reads. */
function load(fs: FileSystem, path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const name = `${path === '/' ? '' : path}/${entry.name}`;
    if (entry.name === '.git' || entry.name === '.generated') continue;
    if (entry.isDirectory()) {
      fs.makeDirectories(name, 0o755);
      load(fs, name);
    } else if (entry.isSymbolicLink()) {
      fs.symlink(readlinkSync(name), name);
    } else if (entry.isFile()) {
      fs.writeFile(name, new Uint8Array(readFileSync(name)));
    }
  }
}

async function start(): Promise<void> {
  const { authority } = wire();
  const cwd = real.cwd();
  authority.fs.makeDirectories(cwd, 0o755);
  authority.fs.makeDirectories('/tmp', 0o777);
  authority.fs.makeDirectories('/root', 0o755);
  load(authority.fs, cwd);
  const stdio = [input(), output(1), output(2)];
  const machine = new LoopbackMachine(async () => ({ kind: 'exited', code: 127 }));
  const context: ProcessContext = {
    pid: 42 as Pid,
    ppid: 1 as Pid,
    argv: ['node', ...real.argv.slice(2)],
    execPath: '/usr/local/bin/node',
    env: { ...real.env },
    cwd,
    umask: 0o022,
    stdio,
    fs: authority.fs,
    sys: machine.syscalls(stdio),
    onSignal: () => ({ [Symbol.dispose]() {} }),
    onSuspend() {},
    setCwd() {},
    exit(status: ExitStatus) {
      exit(status.kind === 'exited' ? status.code : 128 + signalNumbers[status.signal]);
    },
  };
  const exit = real.exit.bind(real);
  // The real Node wakes up for its own handles only: keep it until the realm ends the process.
  setInterval(() => {}, 1 << 30);
  const program = createNodeProgram({
    scope: globalThis,
    loadAssets,
    connectReports(realm) {
      real.on('unhandledRejection', ((reason: unknown, promise: Promise<unknown>) =>
        realm.promiseRejected(promise, reason)) as never);
      real.on('rejectionHandled', ((promise: Promise<unknown>) => realm.promiseHandled(promise)) as never);
      real.on('uncaughtException', ((error: unknown) => realm.uncaught(error)) as never);
    },
  });
  const code = await program.main(context);
  exit(code);
}

await start();
