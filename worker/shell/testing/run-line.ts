// Runs one command line in a fake machine and collects what came out.

import { shellCode } from '../../os/signals.ts';
import { StreamDescription } from '../stream/stream-description.ts';
import { readAllDescription } from '../stream/read-all.ts';
import { decodeText, encodeText } from '../stream/text.ts';
import { FakeMachine } from './fake-machine.ts';

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export interface LineOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly args?: readonly string[];
  /** Called by this name instead of jsh. */
  readonly name?: string;
}

/** `jsh -c line`, in /home/user where the caller put its files. */
export async function runLine(
  line: string,
  options: LineOptions = {},
  machine: FakeMachine = new FakeMachine(),
): Promise<Outcome> {
  const cwd = options.cwd ?? '/home';
  const pipes = [machine.pipe(), machine.pipe(), machine.pipe()] as const;
  const [input, output, errors] = pipes;
  const feed = new StreamDescription(input.writeEnd(), null);
  const started = machine.start(
    {
      program: 'jsh',
      argv: [options.name ?? 'jsh', '-c', line, ...(options.args ?? [])],
      env: { PATH: '/usr/local/bin:/bin', HOME: '/home', ...options.env },
      cwd,
    },
    [input.readEnd(), output.writeEnd(), errors.writeEnd()],
  );
  const stdout = readAllDescription(new StreamDescription(output.readEnd(), null));
  const stderr = readAllDescription(new StreamDescription(errors.readEnd(), null));
  void feed
    .write(encodeText(options.stdin ?? ''), new AbortController().signal)
    .catch(() => {})
    .finally(() => feed.close());
  return {
    code: shellCode(await started.exited),
    stdout: decodeText(await stdout),
    stderr: decodeText(await stderr),
  };
}
