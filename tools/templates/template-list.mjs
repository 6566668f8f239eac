// Which templates have packages: the folders of src/projects/templates with a lockfile.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const templatesFolder = fileURLToPath(new URL('../../src/projects/templates', import.meta.url));
/** `name@version` of WebAssembly builds to their integrity: lockfiles know nothing of them, so that they stay portable. */
export const wasmBuildsFile = join(templatesFolder, 'wasm-builds.json');

export function templateIds() {
  return readdirSync(templatesFolder)
    .filter((id) => existsSync(join(templatesFolder, id, 'package-lock.json')))
    .sort();
}

export function lockfileOf(id) {
  return JSON.parse(readFileSync(join(templatesFolder, id, 'package-lock.json'), 'utf8'));
}

export function nameAt(location, entry) {
  return entry.name ?? location.replace(/^.*node_modules\//, '');
}
