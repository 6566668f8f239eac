// internalBinding('worker'): worker threads. Each is a worker of its own in the machine, started by the kernel like a process
// and shown to the program under the pid of its own (src/node_worker.cc). A handle lives until its thread has ended.

import type { Pid } from '../../protocol/ids.ts';
import type { StdioRequest } from '../../os/process-context.ts';
import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';
import { parseOptions } from '../options/parse-options.ts';
import { requestForFd } from './child-request.ts';
import { threadPorts } from './messaging/thread-ports.ts';

const limits = {
  kMaxYoungGenerationSizeMb: 0,
  kMaxOldGenerationSizeMb: 1,
  kCodeRangeSizeMb: 2,
  kStackSizeMb: 3,
  kTotalResourceLimitCount: 4,
} as const;

/** What V8 takes on a machine with enough memory; the browser's are its own. */
const defaultLimits = [48, 2096, 0, 4] as const;

/** Ids of a thread's own threads; a process makes fewer. */
const idsPerThread = 1_000;
/** A thread that ends says so on its ports. One that crashed cannot. */
const lastWordsMs = 500;

export function createWorkerBinding(realm: CoreRealm): Binding {
  const { thread } = realm;
  /** One for all threads of a process, and for no other. */
  const processKey = thread?.processKey ?? `holdfast:threads:${realm.host.crypto.randomUUID()}`;
  let threads = 0;
  let warned = false;
  let envPort: object | undefined;

  class Worker extends realm.HandleWrap {
    readonly threadId = (thread?.id ?? 0) * idsPerThread + ++threads;
    readonly messagePort: object;
    readonly #env: Readonly<Record<string, string>>;
    readonly #execArgv: readonly string[];
    readonly #limits: Float64Array;
    #pid: Promise<Pid> | undefined;
    #terminated = false;
    #gone = false;
    /** What is wrong with the options; the lib throws it. */
    declare readonly invalidExecArgv?: readonly string[];
    declare readonly invalidNodeOptions?: readonly string[];
    onexit: ((code: number, error: string | null, reason: string | null) => void) | null = null;

    constructor(
      _url: string | null,
      env: Record<string, string> | null | undefined,
      execArgv: readonly string[] | undefined,
      resourceLimits: Float64Array,
      _trackUnmanagedFds: boolean,
      isInternal: boolean,
      readonly threadName: string,
    ) {
      super('WORKER');
      if (isInternal) realm.unavailable('module.register (hooks on a thread of their own)');
      // Undefined is SHARE_ENV: two threads have no memory in common.
      if (env === undefined) realm.unavailable('worker_threads.SHARE_ENV');
      const wrong = optionErrors(execArgv ?? [], undefined);
      if (wrong.length > 0) this.invalidExecArgv = wrong;
      const wrongInEnv = optionErrors([], env?.['NODE_OPTIONS']);
      if (wrongInEnv.length > 0) this.invalidNodeOptions = wrongInEnv;
      threadPorts(realm).begin(processKey);
      this.messagePort = threadPorts(realm).prepare();
      this.#env = { ...(env ?? realm.env) };
      this.#execArgv = execArgv ?? (realm.process['execArgv'] as string[]);
      this.#limits = new Float64Array(limits.kTotalResourceLimitCount);
      for (const [index, preset] of defaultLimits.entries()) {
        const given = resourceLimits[index] ?? -1;
        this.#limits[index] = given > 0 ? given : preset;
        if (given > 0) this.#warn();
      }
    }

    /** The browser gives every worker what it thinks right. */
    #warn(): void {
      if (warned) return;
      warned = true;
      const emitWarning = realm.process['emitWarning'] as (text: string, type: string) => void;
      emitWarning('resourceLimits of worker threads are not enforced in a browser', 'HoldfastWarning');
    }

    startThread(): void {
      const { sys, execPath } = realm.context;
      const { port1, port2 } = new realm.host.MessageChannel();
      realm.startHandle(this);
      const started = sys.spawn({
        program: 'thread',
        argv: ['node', ...this.#execArgv],
        execPath,
        env: this.#env,
        cwd: realm.cwd,
        umask: realm.umask,
        stdio: [0, 1, 2].map((fd): StdioRequest =>
          realm.fds.get(fd) === undefined ? { kind: 'null' } : requestForFd(realm, fd),
        ),
        group: 'own',
        title: `${realm.process['title'] as string} (thread ${this.threadId})`,
        thread: { id: this.threadId, name: this.threadName, processKey, port: port2 },
      });
      threadPorts(realm).connect(this.messagePort, port1);
      this.#pid = started;
      started.then(
        (pid) => {
          const watch = sys.onChild((event) => {
            if (event.type !== 'exit' || event.pid !== pid) return;
            watch[Symbol.dispose]();
            void this.#ended(event.status.kind === 'exited' ? event.status.code : 1);
          });
        },
        (error: Error) => this.#report(1, 'ERR_WORKER_INIT_FAILED', error.message),
      );
    }

    /** What it said before it ended is heard before its end. */
    async #ended(code: number): Promise<void> {
      if (!this.#terminated) {
        const late = new Promise<void>((resolve) => void realm.host.setTimeout(resolve, lastWordsMs));
        await Promise.race([threadPorts(realm).closed(this.messagePort), late]);
      }
      threadPorts(realm).abandon(this.messagePort);
      this.#report(this.#terminated ? 1 : code, null, null);
    }

    #report(code: number, error: string | null, reason: string | null): void {
      realm.loop.post(() => {
        realm.stopHandle(this);
        if (this.onexit !== null) realm.loop.makeCallback(this, this.onexit, [code, error, reason]);
        this.#gone = true;
      });
    }

    /** `undefined` once its end has been told: Node's handle is no more by then. */
    override hasRef(): boolean | undefined {
      return this.#gone ? undefined : super.hasRef();
    }

    stopThread(): void {
      this.#terminated = true;
      void this.#pid
        ?.then((pid) => realm.context.sys.kill(pid, 'SIGKILL'))
        .catch(() => {
          // It has just ended by itself, or could not start: both are told.
        });
    }

    getResourceLimits(): Float64Array {
      return this.#limits;
    }
    loopStartTime(): number {
      return -1;
    }
    loopIdleTime(): number {
      return 0;
    }
    takeHeapSnapshot(): never {
      return realm.unavailable('worker.getHeapSnapshot');
    }
    getHeapStatistics(): never {
      return realm.unavailable('worker.getHeapStatistics');
    }
    cpuUsage(): never {
      return realm.unavailable('worker.cpuUsage');
    }
    startCpuProfile(): never {
      return realm.unavailable('worker.startCpuProfile');
    }
    stopCpuProfile(): never {
      return realm.unavailable('worker.startCpuProfile');
    }
    startHeapProfile(): never {
      return realm.unavailable('worker.startHeapProfile');
    }
    stopHeapProfile(): never {
      return realm.unavailable('worker.startHeapProfile');
    }
  }

  function optionErrors(execArgv: readonly string[], nodeOptions = ''): string[] {
    // Most threads are given none: their start is spared the table.
    if (execArgv.length === 0 && nodeOptions === '') return [];
    const { errors } = parseOptions(realm.meta, ['node', ...execArgv], { NODE_OPTIONS: nodeOptions });
    return errors.map((text) => text.replace(/^bad option: /, ''));
  }

  return {
    Worker,
    ...limits,
    ...(thread !== undefined && { resourceLimits: new Float64Array(defaultLimits) }),
    isMainThread: thread === undefined,
    isInternalThread: false,
    ownsProcessState: thread === undefined,
    threadId: thread?.id ?? 0,
    threadName: thread?.name ?? 'main',
    getEnvMessagePort: () =>
      thread === undefined ? undefined : (envPort ??= threadPorts(realm).attach(thread.port)),
  };
}
