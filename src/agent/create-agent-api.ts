// Builds `window.holdfast` over the tab's current connection. It holds no state of its own: a call goes to whichever
// kernel the tab is attached to at that moment.

import type { WorkspaceEvent } from '../../worker/kernel/event.ts';
import type { Snapshot } from '../../worker/kernel/state.ts';
import { shellCode } from '../../worker/os/signals.ts';
import type { Pid, ProjectId, SessionId } from '../../worker/protocol/ids.ts';
import type { KernelApi, ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import type { PreviewReport } from '../../worker/protocol/preview-message.ts';
import type { WatchEvent } from '../../worker/vfs/filesystem.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';
import { runCommand } from '../attach/run-command.ts';
import {
  agentApiVersion,
  type AgentFs,
  type AgentKernel,
  type AgentProcess,
  type AgentTerminal,
  type CreateOptions,
  type HoldfastApi,
} from './holdfast-api.ts';

export interface AgentApiSources {
  readonly ready: Promise<void>;
  /** Throws where no project is open. */
  readonly connection: () => KernelConnection;
  readonly projects: {
    list(): Promise<readonly ProjectInfo[]>;
    create(options: CreateOptions): Promise<ProjectInfo>;
    remove(id: ProjectId): Promise<void>;
    open(id: ProjectId): Promise<void>;
    current(): ProjectId | null;
  };
}

export function createAgentApi({ ready, connection, projects }: AgentApiSources): HoldfastApi {
  const kernel = (): KernelApi => connection().kernel;
  return {
    version: agentApiVersion,
    ready,
    projects: {
      list: () => projects.list(),
      current: () => projects.current(),
      create: (options) => projects.create(options),
      open: (id) => projects.open(id as ProjectId),
      remove: (id) => projects.remove(id as ProjectId),
    },
    fs: createAgentFs(kernel),
    kernel: createAgentKernel(kernel, connection),
    terminal: {
      attach: (session) => attachTerminal(connection(), (session as SessionId | undefined) ?? null),
    },
    events: {
      read: (from = 1) => readEvents(kernel(), from),
      subscribe: async (from, listener) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }: MessageEvent<WorkspaceEvent>) => listener(data);
        await kernel().observe(from, port2);
        return closer(port1);
      },
    },
    previews: {
      subscribe: async (listener) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }: MessageEvent<PreviewReport>) => listener(data);
        await kernel().observePreviews(port2);
        return closer(port1);
      },
      setScript: (source, options = {}) => kernel().setPreviewScript(source, options),
    },
    processes: {
      list: () => kernel().processes(),
      kill: (pid, signal = 'SIGTERM') => kernel().kill(pid as Pid, signal),
    },
  };
}

function createAgentFs(kernel: () => KernelApi): AgentFs {
  const readFile = async (path: string, encoding?: unknown): Promise<Uint8Array | string> => {
    const bytes = await kernel().fs.readFile(path);
    return encoding === undefined ? bytes : new TextDecoder().decode(bytes);
  };
  const readdir = async (path: string, options?: { withFileTypes: true }): Promise<unknown> => {
    const entries = await kernel().fs.readdir(path);
    return options?.withFileTypes === true ? entries : entries.map(({ name }) => name);
  };
  return {
    readFile: readFile as AgentFs['readFile'],
    readdir: readdir as AgentFs['readdir'],
    writeFile: (path, data) => kernel().fs.writeFile(path, data),
    mkdir: (path, options = {}) => kernel().fs.mkdir(path, options),
    rm: (path, options = {}) => kernel().fs.rm(path, options),
    rename: (from, to) => kernel().fs.rename(from, to),
    stat: async (path) => {
      const stats = await kernel().fs.stat(path);
      return { ...stats, isFile: () => stats.type === 'file', isDirectory: () => stats.type === 'directory' };
    },
    watch: async (path, options, listener) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<readonly WatchEvent[]>) => {
        for (const event of data) listener(event);
      };
      await kernel().fs.watch(path, options, port2);
      return closer(port1);
    },
  };
}

function createAgentKernel(kernel: () => KernelApi, connection: () => KernelConnection): AgentKernel {
  return {
    getState: () => kernel().getState(),
    subscribe: (listener) => {
      const current = connection();
      const tell = (): void => {
        const link = current.getSnapshot();
        if (link.link === 'attached') listener(link.snapshot satisfies Snapshot);
      };
      tell();
      return current.subscribe(tell);
    },
    startRuntime: () => kernel().startRuntime(),
    stopRuntime: () => kernel().stopRuntime(),
    restartDevServer: () => kernel().restartDevServer(),
    exec: (command, args = [], options = {}) => exec(kernel(), command, args, options),
  };
}

async function exec(
  kernel: KernelApi,
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> },
): Promise<AgentProcess> {
  const process = await runCommand(kernel, command, args, options);
  const [chunks, forText] = process.chunks.tee();
  return {
    pid: process.pid,
    chunks,
    output: forText.pipeThrough(
      new TransformStream<{ data: string }, string>({
        transform: ({ data }, controller) => controller.enqueue(data),
      }),
    ),
    status: process.status,
    exitCode: process.status.then(shellCode),
    kill: (signal = 'SIGTERM') => process.kill(signal),
  };
}

async function attachTerminal(
  connection: KernelConnection,
  session: SessionId | null,
): Promise<AgentTerminal> {
  const listeners = new Set<(data: string) => void>();
  const link = await connection.attachTerminal(
    session,
    { cols: 0, rows: 0 },
    {
      // It reads what comes from now on; the text is asked of the kernel.
      scrollback: 0,
      replay: () => undefined,
      data: (data, parsed) => {
        for (const listener of listeners) listener(data);
        parsed();
      },
      resize: () => undefined,
      exit: () => undefined,
    },
  );
  return {
    session: link.session,
    text: () => connection.kernel.readPTY(link.session),
    write: (data) => link.write(data),
    onData: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    resize: (cols, rows) => link.resize(cols, rows),
    detach: () => link[Symbol.dispose](),
  };
}

/** Reads the log up to the event that was last when this was asked. */
async function readEvents(kernel: KernelApi, from: number): Promise<readonly WorkspaceEvent[]> {
  const { lastEvent } = (await kernel.getState()).state;
  if (lastEvent < from) return [];
  const { port1, port2 } = new MessageChannel();
  const events: WorkspaceEvent[] = [];
  const complete = Promise.withResolvers<void>();
  port1.onmessage = ({ data }: MessageEvent<WorkspaceEvent>) => {
    events.push(data);
    if (data.seq >= lastEvent) complete.resolve();
  };
  await kernel.observe(from, port2);
  await complete.promise;
  closer(port1).close();
  return events;
}

/** Any message ends an observation: see AgentObserver. */
function closer(port: MessagePort): { close(): void } {
  return {
    close: () => {
      port.postMessage('close');
      port.onmessage = null;
      port.close();
    },
  };
}
