// Test support: a process on a PTY that a test drives by hand.

import type { ExitStatus } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { PtyProcess } from '../pty-session.ts';

export interface FakeProcess {
  readonly process: PtyProcess;
  readonly input: string[];
  readonly sizes: { cols: number; rows: number }[];
  print(data: string): void;
  end(status?: ExitStatus): void;
}

export function fakeProcess(pid = 7 as Pid): FakeProcess {
  const input: string[] = [];
  const sizes: { cols: number; rows: number }[] = [];
  const ended = Promise.withResolvers<ExitStatus>();
  const { readable, writable } = new TransformStream<string, string>(undefined, undefined, {
    highWaterMark: 1_000,
  });
  const writer = writable.getWriter();
  const end = (status: ExitStatus = { kind: 'exited', code: 0 }): void => {
    void writer.close().catch(() => undefined);
    ended.resolve(status);
  };
  return {
    input,
    sizes,
    print: (data) => void writer.write(data),
    end,
    process: {
      pid,
      status: ended.promise,
      exit: ended.promise.then((status) => (status.kind === 'exited' ? status.code : 137)),
      input: new WritableStream({ write: (data) => void input.push(data) }),
      output: readable,
      kill: () => end({ kind: 'signaled', signal: 'SIGKILL' }),
      resize: (size) => void sizes.push(size),
    },
  };
}
