// Which files of the build the service worker keeps for offline visits, and which of them can wait until the machine is
// idle. The version changes with any file's content.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Compressed copies, the templates’ packages (src/host/offline-copy.ts), what a server reads itself, and what is only for reading. */
const notKept = /\.(br|map|pack)$|^service-worker\.js$|^(LICENSE|THIRD-PARTY-NOTICES)\.txt$|^\.built$/;

/** The editor's language services and types: megabytes that no project needs in order to run. */
const later = ['typescript.worker', 'css.worker', 'html.worker', 'json.worker', 'node-types'];

function files(folder, prefix = '') {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path, `${prefix}${name}/`) : [`${prefix}${name}`];
  });
}

/** The name of the file of a build that has its hash: `dir/name-0a1b2c3d.js` is `name`. */
const nameOf = (file) => /([^/]+)-[\w-]{8}\.js$/.exec(file)?.[1];

/** @returns {import('../worker/service-worker/offline.ts').Precache} */
export function precacheList(dist) {
  const list = files(dist)
    .filter((file) => !notKept.test(file))
    .sort();
  const wait = list.filter((file) => later.includes(nameOf(file)));
  if (wait.length !== later.length) throw new Error(`Of ${later} the build has ${wait}.`);
  const hash = createHash('sha256');
  for (const file of list) hash.update(file).update(readFileSync(join(dist, file)));
  const url = (file) => (file === 'index.html' ? '/' : `/${file}`);
  return {
    version: hash.digest('hex').slice(0, 16),
    files: list.filter((file) => !wait.includes(file)).map(url),
    later: wait.map(url),
  };
}
