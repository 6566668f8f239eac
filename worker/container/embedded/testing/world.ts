// A machine for one test, which asserts at its end that nothing was left behind. For tests only.

import { expect, onTestFinished, vi } from 'vitest';
import type { MachineProcess } from '../../container.ts';
import { fakeWorld, type FakeWorld, type Main } from './fake-workers.ts';
import { programs } from './programs.ts';

export const nothingHeld = { processes: 0, pipes: 0, ttys: 0, connections: 0, addresses: 0 };

export function world(mains: Readonly<Record<string, Main>> = {}, leavesNothing = false): FakeWorld {
  const made = fakeWorld({ ...programs, ...mains }, leavesNothing);
  onTestFinished(async () => {
    await made.container.machine.killAll();
    expect(made.container.held).toEqual(nothingHeld);
    expect(made.errors).toEqual([]);
    made.container.teardown();
  });
  return made;
}

/** Everything that a terminal has shown so far, as it grows. */
export function screenOf(process: MachineProcess): { text: string; contains(part: string): Promise<void> } {
  const screen = {
    text: '',
    contains: (part: string) => vi.waitFor(() => expect(screen.text).toContain(part), { timeout: 3000 }),
  };
  void (async () => {
    for await (const chunk of process.output) screen.text += chunk;
  })();
  return screen;
}

export function keyboard(process: MachineProcess): (text: string) => Promise<void> {
  const writer = process.input.getWriter();
  return (text) => writer.write(text);
}

export const terminal = { cols: 80, rows: 24 };
