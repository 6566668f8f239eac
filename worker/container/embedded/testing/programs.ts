// Small programs for the machine's tests: what coreutils would be, in terms of ProcessContext. For tests only.

import type {
  ByteSink,
  ByteSource,
  ProcessContext,
  StdioRequest,
  Stream,
} from '../../../os/process-context.ts';
import { shellCode } from '../../../os/signals.ts';
import type { Pid } from '../../../protocol/ids.ts';
import type { Main } from './fake-workers.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function sink(stream: Stream | undefined): ByteSink {
  if (stream === undefined || !('write' in stream)) throw new Error('not writable');
  return stream;
}

export function source(stream: Stream | undefined): ByteSource {
  if (stream === undefined || !('start' in stream)) throw new Error('not readable');
  return stream;
}

export function print(context: ProcessContext, text: string, fd = 1): Promise<void> {
  return new Promise((resolve, reject) => {
    sink(context.stdio[fd]).write(encoder.encode(text), (error) => (error ? reject(error) : resolve()));
  });
}

/** Reads to the end. */
export function readAll(stream: Stream | undefined, onData: (text: string) => void): Promise<void> {
  return new Promise((resolve) => {
    source(stream).start((chunk) => onData(decoder.decode(chunk)), resolve);
  });
}

/** One read. */
export function readOnce(stream: Stream | undefined): Promise<string | null> {
  return new Promise((resolve) => {
    const from = source(stream);
    from.start(
      (chunk) => {
        from.stop();
        resolve(decoder.decode(chunk));
      },
      () => resolve(null),
    );
  });
}

/** How the child ended, as `$?`. Listens before the spawn, so that no exit is missed. */
export function run(
  context: ProcessContext,
  argv: string[],
  stdio: StdioRequest[] = inherited,
  options: { group?: 'own' | Pid; foreground?: boolean } = {},
): { pid: Promise<Pid>; code: Promise<number> } {
  const { promise, resolve } = Promise.withResolvers<number>();
  const pid = context.sys.spawn({
    program: 'jsh',
    argv,
    env: context.env,
    cwd: context.cwd,
    stdio,
    ...options,
  });
  void pid.then((own) => {
    context.sys.onChild((event) => {
      if (event.type === 'exit' && event.pid === own) resolve(shellCode(event.status));
    });
  });
  return { pid, code: promise };
}

export const inherited: StdioRequest[] = [
  { kind: 'inherit', fd: 0 },
  { kind: 'inherit', fd: 1 },
  { kind: 'inherit', fd: 2 },
];

export const never: Promise<never> = new Promise(() => {});

export const programs: Readonly<Record<string, Main>> = {
  async echo(context) {
    await print(context, `${context.argv.slice(1).join(' ')}\n`);
    return 0;
  },
  async warn(context) {
    await print(context, `${context.argv.slice(1).join(' ')}\n`, 2);
    return 3;
  },
  async cat(context) {
    await readAll(context.stdio[0], (text) => sink(context.stdio[1]).write(encoder.encode(text)));
    return 0;
  },
  async yes(context) {
    for (;;) await print(context, 'y\n'.repeat(8192));
  },
  async head(context) {
    await print(context, `${(await readOnce(context.stdio[0]))?.split('\n')[0]}\n`);
    return 0;
  },
  sleep: () => never,
  async env(context) {
    await print(context, JSON.stringify(context.env));
    return 0;
  },
};
