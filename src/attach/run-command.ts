// Runs a command on the machine, for whoever reads what it says: the agent API, and the search. It has no terminal.

import type { ExitStatus, Signal } from '../../worker/os/signals.ts';
import type { Pid } from '../../worker/protocol/ids.ts';
import type { ExecOptions, ExecToTab, KernelApi } from '../../worker/protocol/kernel-api.ts';

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: string;
}

export interface RunningCommand {
  readonly pid: Pid;
  readonly chunks: ReadableStream<OutputChunk>;
  readonly status: Promise<ExitStatus>;
  kill(signal: Signal): Promise<void>;
}

/** Rejects where the command cannot be started (ENOENT). */
export async function runCommand(
  kernel: Pick<KernelApi, 'exec' | 'kill'>,
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<RunningCommand> {
  const { port1, port2 } = new MessageChannel();
  const ended = Promise.withResolvers<ExitStatus>();
  let wanted = true;
  const chunks = new ReadableStream<OutputChunk>({
    start: (controller) => {
      port1.onmessage = ({ data: message }: MessageEvent<ExecToTab>) => {
        if (message.type === 'output') {
          if (wanted) controller.enqueue({ stream: message.stream, data: message.data });
          return;
        }
        if (wanted) controller.close();
        port1.close();
        ended.resolve(message.status);
      };
    },
    // Nobody wants the output any more; how the process ends is still told.
    cancel: () => {
      wanted = false;
    },
  });
  const { pid } = await kernel.exec(command, args, options, port2);
  return { pid, chunks, status: ended.promise, kill: (signal) => kernel.kill(pid, signal) };
}
