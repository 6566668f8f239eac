// Memory of React on Vite 7, idle and after 50 hot edits: the browser with all its processes, and native Vite where that serves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settledMemory } from './memory.mjs';
import { installedProject, nativeProject } from './template-project.mjs';
import { component, nativePort, nativeServer, previewOf, startVite, titled } from './vite.mjs';

const edits = 50;

/** Idle, or what was grown by after the edits; `write` changes the component that `view` shows. */
async function inSession(machine, view, write, figure) {
  await view.locator('button').click();
  // The first edit loads what every later one needs.
  const edit = async (title) => {
    await write(titled(title));
    await view.locator('h1', { hasText: title }).waitFor();
  };
  await edit('Edit 0.');
  const idle = await settledMemory(machine);
  if (figure === 'idle') return idle;
  for (let count = 1; count <= edits; count++) await edit(`Edit ${count}.`);
  const state = await view.locator('button').textContent();
  if (state !== 'count is 1') throw new Error(`the state was lost: ${state}`);
  return (await settledMemory(machine)) - idle;
}

async function ours(open, figure) {
  const machine = await installedProject(open, 'react');
  await startVite(machine);
  const write = (text) => machine.writeFiles({ [component]: text });
  const measured = await inSession(machine, previewOf(machine.page), write, figure);
  await machine.close();
  return measured;
}

async function theirs(open, figure) {
  const native = nativeProject('react');
  const server = await nativeServer(native.folder);
  const machine = await open({ goto: false });
  await machine.page.goto(`http://localhost:${nativePort}/`);
  const write = async (text) => writeFileSync(join(native.folder, component), text);
  const measured = await inSession(machine, machine.page, write, figure);
  await machine.close();
  await server.stop();
  native.remove();
  return measured;
}

async function measure({ open, runs }, figure) {
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    samples.push(await ours(open, figure));
    baseline.push(await theirs(open, figure));
  }
  return { samples, baseline };
}

export const viteMemory = (options) => measure(options, 'idle');
export const viteMemoryGrowth = (options) => measure(options, 'growth');
