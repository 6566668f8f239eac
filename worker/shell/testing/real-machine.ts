/* eslint-disable no-restricted-imports -- a test stands above every layer; this is a part of some that share it */
// jsh on the real embedded container, its process workers being runtimes in this thread, with the screen of a real terminal
// emulator. For tests of what the fake machine cannot hold: pipes, ttys and process groups as they are.

import { Terminal } from '@xterm/headless';
import { vi } from 'vitest';
import { keyboard, world } from '../../container/embedded/testing/world.ts';
import type { Main } from '../../container/embedded/testing/fake-workers.ts';
import type { MachineProcess } from '../../container/container.ts';
import { appletNames, shellNames } from '../commands/names.ts';
import { jshProgram } from '../program.ts';

const size = { cols: 70, rows: 30 };

export interface RealShell {
  readonly process: MachineProcess;
  type(text: string): Promise<void>;
  /** Waits until the screen's rows, joined by newlines, match. */
  until(pattern: RegExp): Promise<string>;
  readonly processes: () => string[];
  /** Waits until a command's process is stopped. */
  stopped(command: string): Promise<void>;
}

/** `mains`: further programs by name, which lie in /bin. */
export async function realShell(mains: Readonly<Record<string, Main>> = {}): Promise<RealShell> {
  const names = [...appletNames, ...shellNames];
  const shells = names.map((name) => [name, (context) => jshProgram.main(context)] as [string, Main]);
  const { container } = world({ ...Object.fromEntries(shells), ...mains }, jshProgram.leavesNothing);
  const process = await container.spawn('jsh', [], { terminal: size });
  const emulator = new Terminal({ ...size, allowProposedApi: true });
  void (async () => {
    for await (const chunk of process.output) emulator.write(chunk);
  })();
  const rows = (): string => {
    const { active } = emulator.buffer;
    const lines = Array.from({ length: active.length }, (_, row) =>
      active.getLine(row)?.translateToString(true).trimEnd(),
    );
    return lines.join('\n').trimEnd();
  };
  return {
    process,
    type: keyboard(process),
    until: (pattern) =>
      vi.waitFor(
        () => {
          if (!pattern.test(rows())) throw new Error(`no ${String(pattern)} in:\n${rows()}`);
          return rows();
        },
        { timeout: 4000, interval: 10 },
      ),
    processes: () => container.machine.processes().map(({ command }) => command),
    stopped: (command) =>
      vi.waitFor(
        () => {
          const process = container.machine.processes().find((each) => each.command === command);
          if (process?.state !== 'stopped') throw new Error(`${command} is ${process?.state ?? 'not there'}`);
        },
        { timeout: 4000, interval: 10 },
      ),
  };
}
