// A template's project on the machine and the same one for native Node, measured in turns.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const templateFolder = (template) =>
  fileURLToPath(new URL(`../../src/projects/templates/${template}`, import.meta.url));

export function nativeProject(template) {
  const folder = mkdtempSync(join(tmpdir(), `holdfast-${template}-`));
  cpSync(templateFolder(template), folder, { recursive: true });
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'ignore' });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function createProject({ page }, template) {
  return page.evaluate((name) => window.holdfast.projects.create({ template: name, open: true }), template);
}

/** Milliseconds of a command that must not fail. */
export async function succeed(machine, command, args) {
  const { code, output, ms } = await machine.exec(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${output}`);
  return ms;
}

/** An installed project on the machine; `prepare` may add to it. */
export async function installedProject(open, template) {
  const machine = await open();
  await createProject(machine, template);
  // The first install takes the packages out of the build and stores them.
  await succeed(machine, 'npm', ['install']);
  return machine;
}

/** `ours(machine)` and `theirs(native, machine)` resolve with milliseconds. */
export async function inTurns({ machine, native, runs }, ours, theirs) {
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    samples.push(await ours(machine));
    baseline.push(await theirs(native, machine));
  }
  await machine.close();
  native.remove();
  return { samples, baseline };
}
