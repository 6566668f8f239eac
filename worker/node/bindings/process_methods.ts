// internalBinding('process_methods'): what `process` asks of the operating system (src/node_process_methods.cc).

import { signalByNumber } from '../../os/signals.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { CoreRealm } from '../core-realm.ts';
import { bindProcessObject } from '../process-object.ts';
import { heapFigures, type HeapFigures } from './heap-figures.ts';
import type { Binding, HandleWrapInstance } from '../realm.ts';

/** wait(2)'s view of SIGABRT and SIGSEGV, as a shell's `$?` shows them. */
const abortCode = 134;
const segfaultCode = 139;

export function createProcessMethodsBinding(realm: CoreRealm): Binding {
  // Shared by hrtime (three 32-bit words) and hrtimeBigInt (one 64-bit word), as Node's lib expects.
  const buffer = new ArrayBuffer(12 + 4);
  const words = new Uint32Array(buffer, 0, 3);
  const nanoseconds = new BigInt64Array(buffer, 0, 1);
  const monotonic = (): number => realm.host.now() + bootOffset;
  /** A process has a worker of its own; its CPU time is not told, and the time since its start bounds it. In microseconds. */
  const cpuTime = (): number => Math.round((realm.host.now() - realm.startedAt) * 1000);
  const memory = (): HeapFigures => heapFigures(realm.host);

  return {
    hrtimeBuffer: words,
    hrtime() {
      const now = monotonic();
      const seconds = Math.floor(now / 1000);
      words[0] = Math.floor(seconds / 0x1_0000_0000);
      words[1] = seconds >>> 0;
      words[2] = Math.min(999_999_999, Math.round((now - seconds * 1000) * 1e6));
    },
    hrtimeBigInt() {
      nanoseconds[0] = BigInt(Math.round(monotonic() * 1e6));
    },
    uptime: () => (realm.host.now() - realm.startedAt) / 1000,
    cwd() {
      if (realm.context.fs.tryStat(realm.cwd) === undefined) throw cwdGone();
      return realm.cwd;
    },
    chdir(directory: string) {
      const from = realm.cwd;
      const path = directory.startsWith('/') ? directory : `${from}/${directory}`;
      try {
        const target = realm.context.fs.realpath(path);
        if (realm.context.fs.stat(target).type !== 'directory')
          throw new SystemError('ENOTDIR', 'chdir', path);
        realm.cwd = target;
        realm.context.setCwd(target);
      } catch (error) {
        const code = error instanceof SystemError ? error.code : 'EIO';
        throw realm.uvException(code, 'chdir', from, directory);
      }
    },
    umask(mask?: number) {
      const before = realm.umask;
      if (mask !== undefined) realm.umask = mask & 0o777;
      return before;
    },
    memoryUsage(result: Float64Array) {
      const { used, total } = memory();
      // rss, heapTotal, heapUsed, external, arrayBuffers: what the last two would count is part of the first three.
      result.set([total, total, used, 0, 0]);
    },
    rss: () => memory().total,
    constrainedMemory: () => memory().limit,
    availableMemory() {
      const { used, limit } = memory();
      return limit - used;
    },
    /** [user, system]. */
    cpuUsage: (result: Float64Array) => void result.set([cpuTime(), 0]),
    threadCpuUsage: (result: Float64Array) => void result.set([cpuTime(), 0]),
    resourceUsage(result: Float64Array) {
      result.fill(0);
      // userCPUTime, systemCPUTime, maxRSS in KiB.
      result.set([cpuTime(), 0, Math.ceil(memory().total / 1024)]);
    },
    _getActiveRequests: () => [],
    _getActiveHandles: () =>
      [...realm.asyncHooks.handles()]
        .filter(([, state]) => state.referenced)
        .map(([handle]) => {
          const owner = realm.symbols['owner_symbol'];
          return (owner && (handle as unknown as Record<symbol, unknown>)[owner]) ?? handle;
        }),
    getActiveResourcesInfo: () => [
      ...Array.from(realm.asyncHooks.handles())
        .filter(([, state]) => state.referenced)
        .map(([handle]) => resourceName(handle)),
      ...Array.from<string>({ length: realm.eventLoop.timeoutInfo[0] ?? 0 }).fill('Timeout'),
      ...Array.from<string>({ length: realm.eventLoop.immediateInfo[1] ?? 0 }).fill('Immediate'),
    ],
    _kill(pid: number, signal: number) {
      const name = signal === 0 ? 0 : signalByNumber(signal);
      if (name === undefined) return realm.errno('EINVAL');
      const { sys } = realm.context;
      if (pid > 0 && pid !== realm.context.pid && !sys.pids.has(pid as never)) return realm.errno('ESRCH');
      if (signal === 0 && pid > 0) return 0;
      // A signal to itself or to others alike goes through the kernel: handlers run in a later turn.
      const done = realm.loop.beginRequest();
      sys.kill(pid, name).then(done, done);
      return 0;
    },
    _rawDebug: (text: string) => realm.writeError(`${text}\n`),
    _debugProcess: () => realm.unavailable('the inspector'),
    _debugEnd() {},
    abort: () => realm.exit(abortCode),
    causeSegfault: () => realm.exit(segfaultCode),
    reallyExit: (code: number) => realm.exit(code | 0),
    dlopen(_module: unknown, filename: string) {
      const error = new Error(`${filename}: native addons cannot be loaded in a browser`);
      throw Object.assign(error, { code: 'ERR_DLOPEN_FAILED' });
    },
    execve: () => realm.unavailable('process.execve'),
    patchProcessObject(process: CoreRealm['process']) {
      bindProcessObject(process, realm.context, realm.options);
    },
    loadEnvFile(path = '.env') {
      const text = realm.utf8.decode(readEnvFile(path));
      const { parseEnv } = realm.binding('util') as { parseEnv: (text: string) => Record<string, string> };
      for (const [key, value] of Object.entries(parseEnv(text))) realm.env[key] ??= value;
    },
    setEmitWarningSync() {},
    resetStdioForTesting() {},
  };

  function cwdGone(): Error {
    const text =
      'process.cwd failed with error no such file or directory, the current working directory was likely removed without changing the working directory';
    const errno = realm.errno('ENOENT');
    return Object.assign(new Error(`ENOENT: ${text}, uv_cwd`), { errno, code: 'ENOENT', syscall: 'uv_cwd' });
  }

  /** As C++ calls the class of the handle (its MemoryInfoName). */
  function resourceName(handle: HandleWrapInstance): string {
    const { name } = handle.constructor;
    if (name === 'TCP') {
      const { provider } = realm.asyncHooks.asyncStateOf(handle) ?? {};
      return provider === 'TCPSERVERWRAP' ? 'TCPServerWrap' : 'TCPSocketWrap';
    }
    // The plumbing of a port.
    if (name === 'HandleWrap') return 'MessagePort';
    return plainNames.has(name) ? name : `${name}Wrap`;
  }

  function readEnvFile(path: string): Uint8Array {
    const absolute = path.startsWith('/') ? path : `${realm.cwd}/${path}`;
    try {
      return realm.context.fs.readFile(absolute);
    } catch {
      throw realm.uvException('ENOENT', 'open', path);
    }
  }
}

/** Classes of handles whose name in C++ does not end in Wrap. */
const plainNames = new Set(['StatWatcher', 'Worker']);

/** Node's clock counts from the machine's boot and so is never near zero. */
const bootOffset = 1_000_000;
