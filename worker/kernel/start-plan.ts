// What Run runs: read from the project's package.json, as a person would.

import { isSystemError } from '../protocol/errno.ts';

export interface StartPlan {
  /** Dependencies are declared and at least one is not there. */
  readonly install: boolean;
  readonly command: string;
  readonly args: readonly string[];
}

/** Run cannot know what to do; the message says what the user should change. */
export class StartPlanError extends Error {
  override readonly name = 'StartPlanError';
}

export interface PlanFiles {
  /** Rejects or throws ENOENT where there is none. */
  readText(path: string): string;
  exists(path: string): boolean;
}

/** Scripts in the order in which Run prefers them, then files that `node` can run without a script. */
const scripts = ['dev', 'start'];
const mains = ['server.js', 'index.js', 'index.mjs', 'main.js', 'app.js'];

/** `folder` is the project's absolute path. */
export function planStart(files: PlanFiles, folder: string): StartPlan {
  const manifest = readManifest(files, `${folder}/package.json`);
  if (manifest === null) {
    const main = mains.find((name) => files.exists(`${folder}/${name}`));
    if (main === undefined)
      throw new StartPlanError('Nothing to run: add a package.json with a "start" script, or an index.js.');
    return { install: false, command: 'node', args: [main] };
  }
  const declared = { ...record(manifest['dependencies']), ...record(manifest['devDependencies']) };
  const install = Object.keys(declared).some((name) => !files.exists(`${folder}/node_modules/${name}`));
  const available = record(manifest['scripts']);
  const script = scripts.find((name) => typeof available[name] === 'string');
  if (script !== undefined)
    return { install, command: 'npm', args: script === 'start' ? ['start'] : ['run', script] };
  const main = [manifest['main'], ...mains].find(
    (name) => typeof name === 'string' && files.exists(`${folder}/${name}`),
  );
  if (typeof main === 'string') return { install, command: 'node', args: [main] };
  throw new StartPlanError(
    'package.json has no "start" or "dev" script. Add one under "scripts", then press Run again.',
  );
}

function readManifest(files: PlanFiles, path: string): Record<string, unknown> | null {
  let text: string;
  try {
    text = files.readText(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return record(JSON.parse(text));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new StartPlanError(`package.json is not valid JSON: ${detail}. Correct it, then press Run again.`, {
      cause,
    });
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
