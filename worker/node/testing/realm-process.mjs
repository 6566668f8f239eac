// The child process of run-in-node.mjs: a ProcessContext over the real Node's own stdio and a virtual filesystem that holds
// the files under the current directory, and on it the node program. Test support; never part of the build.
import { knownBlobs } from './known-blob.mjs';
import { existsSync, readFileSync, readdirSync, readSync, readlinkSync, writeSync } from 'node:fs';
import { signalNumbers } from '../../os/signals.ts';
import { wire } from '../../vfs/test-filesystems.ts';
import { createNodeProgram } from '../node-program.ts';
import { LoopbackMachine } from './loopback-machine.ts';
const real = globalThis.process;
/** Kept from before the realm puts Node's own in their place. */
const { setTimeout, setInterval, eval: evaluate } = globalThis;
const directory = new URL('../node-lib/', import.meta.url);
async function loadAssets() {
  const coreUrl = new URL('natives.js', directory).href;
  const core = await import(coreUrl);
  return {
    core,
    meta: JSON.parse(readFileSync(new URL('meta.json', directory), 'utf8')),
    lazyChunk(name) {
      if (real.env.REALM_TELL_CHUNKS === '1') writeSync(2, `lazy chunk: ${name}\n`);
      const url = new URL(`natives-${name}.js`, directory);
      const chunk = evaluate(`${readFileSync(url, 'utf8')}
//# sourceURL=${url.href}`);
      return { ...chunk, url: url.href };
    },
    library(name) {
      const create = evaluate(readFileSync(new URL(`library-${name}.js`, directory), 'utf8'));
      const wasm = new URL(`library-${name}.wasm`, directory);
      return create(existsSync(wasm) ? readFileSync(wasm) : undefined);
    },
    llhttp: () => new globalThis.WebAssembly.Module(readFileSync(new URL('llhttp.wasm', directory))),
  };
}
function output(fd) {
  return {
    kind: 'pipe-write',
    pipe: `std${fd}`,
    close() {},
    write(bytes, done) {
      for (let offset = 0; offset < bytes.length;) {
        try {
          offset += writeSync(fd, bytes, offset);
        } catch (error) {
          if (error.code !== 'EAGAIN') throw error;
        }
      }
      if (done !== void 0) setTimeout(done, 0);
    },
  };
}
function input() {
  let started = false;
  let listener;
  return {
    kind: 'pipe-read',
    pipe: 'stdin',
    close() {},
    start(onData, onEnd) {
      listener = { onData, onEnd };
      if (!started) {
        started = true;
        real.stdin.on('data', (chunk) => listener?.onData(new Uint8Array(chunk)));
        real.stdin.on('end', () => listener?.onEnd());
      }
      real.stdin.resume();
    },
    readSync() {
      const chunk = new Uint8Array(65_536);
      for (;;) {
        try {
          const count = readSync(0, chunk);
          return count === 0 ? null : chunk.subarray(0, count);
        } catch (error) {
          if (error.code === 'EOF') return null;
          if (error.code !== 'EAGAIN') throw error;
        }
      }
    },
    stop() {
      listener = void 0;
      real.stdin.pause();
    },
  };
}
function load(fs, path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const name = `${path === '/' ? '' : path}/${entry.name}`;
    if (entry.name === '.git' || entry.name === '.generated') continue;
    if (entry.isDirectory()) {
      fs.makeDirectories(name, 493);
      load(fs, name);
    } else if (entry.isSymbolicLink()) {
      fs.symlink(readlinkSync(name), name);
    } else if (entry.isFile()) {
      fs.writeFile(name, new Uint8Array(readFileSync(name)));
    }
  }
}
async function start() {
  const { authority } = wire(knownBlobs);
  const cwd = real.cwd();
  authority.fs.makeDirectories(cwd, 493);
  authority.fs.makeDirectories('/tmp', 511);
  authority.fs.makeDirectories('/root', 493);
  load(authority.fs, cwd);
  const stdio = [input(), output(1), output(2)];
  const machine = new LoopbackMachine(async () => ({ kind: 'exited', code: 127 }));
  const context = {
    pid: 42,
    ppid: 1,
    argv: ['node', ...real.argv.slice(2)],
    execPath: '/usr/local/bin/node',
    env: { ...real.env },
    cwd,
    umask: 18,
    stdio,
    fs: authority.fs,
    causality: { stamp: () => undefined, seen: () => true },
    sys: machine.syscalls(stdio),
    onSignal: () => ({ [Symbol.dispose]() {} }),
    onSuspend() {},
    setCwd() {},
    exit(status) {
      exit(status.kind === 'exited' ? status.code : 128 + signalNumbers[status.signal]);
    },
  };
  const exit = real.exit.bind(real);
  setInterval(() => {}, 1 << 30);
  const program = createNodeProgram({
    scope: globalThis,
    loadAssets,
    compileKept: async () => null,
    connectReports(realm) {
      // Reading the real global WebSocket has loaded the real undici, which leaves its own dispatcher for any other.
      for (const symbol of Object.getOwnPropertySymbols(globalThis))
        if (symbol.description?.startsWith('undici.globalDispatcher')) globalThis[symbol] = undefined;
      real.on('unhandledRejection', (reason, promise) => realm.promiseRejected(promise, reason));
      real.on('rejectionHandled', (promise) => realm.promiseHandled(promise));
      real.on('uncaughtException', (error) => realm.uncaught(error));
    },
  });
  const code = await program.main(context);
  exit(code);
}
await start();
