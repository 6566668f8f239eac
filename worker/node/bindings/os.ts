// internalBinding('os') (src/node_os.cc): what this machine, a browser's worker, says of itself. Where a browser does not tell,
// the value is the one libuv gives on a system that does not tell either. Owned by the realm, as long as the process.
import { heapFigures } from './heap-figures.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { Binding, Realm } from '../realm.ts';
import { nodeBuffer } from './node-buffer-of.ts';

/** What failed, as ERR_SYSTEM_ERROR of lib/os.js reads it. */
interface ErrorContext {
  errno?: number;
  code?: string;
  message?: string;
  syscall?: string;
}

/** The user that owns every file (vfs/filesystem.ts). */
const ROOT = { uid: 0, gid: 0, username: 'root', homedir: '/root', shell: '/bin/jsh' };

export function createOsBinding(realm: Realm): Binding {
  const { host } = realm;

  /** libuv's texts of the two errors that priorities can end in. */
  function fail(target: ErrorContext, code: 'ESRCH' | 'EACCES', syscall: string): undefined {
    const message = code === 'ESRCH' ? 'no such process' : 'permission denied';
    Object.assign(target, { errno: realm.errno(code), code, message, syscall });
  }

  const isRunning = (pid: number) =>
    pid === 0 || pid === realm.context.pid || realm.context.sys.pids.has(pid as Pid);
  const homeDirectory = () => realm.env['HOME'] ?? ROOT.homedir;

  return {
    isBigEndian: false,
    /** uname(2): the system is Holdfast, seen as the Linux that `process.platform` names. */
    getOSInformation: () => ['Linux', 'Holdfast', '6.0.0-holdfast', 'x86_64'],
    getHostname: () => realm.env['HOSTNAME'] ?? 'holdfast',
    getLoadAvg(averages: Float64Array): void {
      averages.fill(0);
    },
    getUptime: () => host.now() / 1000,
    /** The machine's memory is what a process can have. */
    getTotalMem: () => heapFigures(host).limit,
    getFreeMem() {
      const { limit, total } = heapFigures(host);
      return limit - total;
    },
    /** [model, speed, user, nice, sys, idle, irq] for each. */
    getCPUs: () =>
      Array.from({ length: host.hardwareConcurrency ?? 1 }, () => ['unknown', 0, 0, 0, 0, 0, 0]).flat(),
    getAvailableParallelism: () => host.hardwareConcurrency ?? 1,
    /** The virtual loopback is all there is: [name, address, netmask, family, mac, internal, scopeid]. */
    getInterfaceAddresses: () => ['lo', '127.0.0.1', '255.0.0.0', 'IPv4', '00:00:00:00:00:00', true, -1],
    getHomeDirectory: homeDirectory,
    getUserInfo(options: { encoding?: unknown } | null | undefined) {
      const user = { ...ROOT, homedir: homeDirectory() };
      if (options?.encoding !== 'buffer') return user;
      return {
        ...user,
        username: nodeBuffer(realm, realm.utf8.encode(user.username)),
        homedir: nodeBuffer(realm, realm.utf8.encode(user.homedir)),
        shell: nodeBuffer(realm, realm.utf8.encode(user.shell)),
      };
    },
    /** A browser's workers have no priorities: all are at 0, and stay there. */
    getPriority(pid: number, target: ErrorContext): number | undefined {
      return isRunning(pid) ? 0 : fail(target, 'ESRCH', 'uv_os_getpriority');
    },
    setPriority(pid: number, priority: number, target: ErrorContext): number {
      if (isRunning(pid) && priority === 0) return 0;
      fail(target, isRunning(pid) ? 'EACCES' : 'ESRCH', 'uv_os_setpriority');
      return target.errno as number;
    },
  };
}
