// Licences into the build: our own, Node's whole LICENSE (its lib is in there, with the notices of what it bundles), and
// those of every package that is a dependency.
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function licenceText(folder) {
  const name = readdirSync(folder).find((file) => /^(licen[sc]e|copying)/i.test(file));
  return name === undefined ? null : readFileSync(join(folder, name), 'utf8');
}

/** Of packages that name it and do not bring its text, which is the same for all: another package's. */
const sameForAll = { 'Apache-2.0': 'node_modules/brotli-wasm' };

/** Runtime dependencies and theirs, from the lockfile. */
function shippedPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).filter(
    ([path, entry]) => path !== '' && entry.dev !== true && entry.devOptional !== true,
  );
}

export function writeNotices(root, dist) {
  copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE.txt'));
  const nodeLicence = join(root, '.generated/node-lib/LICENSE');
  const parts = [
    `Node.js (its lib folder, in the Node realm)\n\n${existsSync(nodeLicence) ? readFileSync(nodeLicence, 'utf8') : ''}`,
  ];
  for (const [path, { version, license }] of shippedPackages(root)) {
    const folder = join(root, path);
    if (!existsSync(folder)) continue;
    const shared = sameForAll[license];
    const text = licenceText(folder) ?? (shared === undefined ? null : licenceText(join(root, shared)));
    parts.push(`${path.replace(/^.*node_modules\//, '')} ${version} (${license})\n\n${text ?? ''}`);
  }
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), parts.join(`\n\n${'-'.repeat(100)}\n\n`));
}
