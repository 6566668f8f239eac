import { expect, it } from 'vitest';
import type { ExecToTab, KernelApi } from '../../worker/protocol/kernel-api.ts';
import { createAgentApi } from './create-agent-api.ts';

/** An API whose kernel runs `script` on the port of an exec. */
function apiOf(script: (tell: (message: ExecToTab) => void) => void): ReturnType<typeof createAgentApi> {
  const kernel: Partial<KernelApi> = {
    exec: (_command, _args, _options, port) => {
      setImmediate(() => script((message) => port.postMessage(message)));
      return Promise.resolve({ pid: 7 } as Awaited<ReturnType<KernelApi['exec']>>);
    },
  };
  const unused = (): never => {
    throw new Error('unused');
  };
  return createAgentApi({
    ready: Promise.resolve(),
    connection: () => ({ kernel }) as never,
    projects: { list: unused, create: unused, remove: unused, open: unused, current: () => null },
  });
}

const failing = (tell: (message: ExecToTab) => void): void => {
  tell({ type: 'output', stream: 'stdout', data: 'a' });
  tell({ type: 'output', stream: 'stderr', data: 'b' });
  tell({ type: 'exit', status: { kind: 'exited', code: 3 } });
};

it('exec gives the output in both forms, and the exit code', async () => {
  const child = await apiOf(failing).kernel.exec('x');
  const [text, chunks] = await Promise.all([
    Array.fromAsync(child.output as unknown as AsyncIterable<string>),
    Array.fromAsync(child.chunks as unknown as AsyncIterable<unknown>),
  ]);
  expect(text).toEqual(['a', 'b']);
  expect(chunks).toEqual([
    { stream: 'stdout', data: 'a' },
    { stream: 'stderr', data: 'b' },
  ]);
  expect(await child.exitCode).toBe(3);
});

it('exec tells the exit code of a process whose output nobody wants', async () => {
  const child = await apiOf(failing).kernel.exec('x');
  await Promise.all([child.output.cancel(), child.chunks.cancel()]);
  expect(await child.exitCode).toBe(3);
});
