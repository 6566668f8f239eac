// What Vite's dev server makes of a template's dependencies at its first start (node_modules/.vite), made here by the same
// Vite from the same packages: a pack each, which npm mounts after the install (worker/npm/install/optimized-deps.ts).
//
// Vite takes such a folder for its own if the hashes of lockfile and configuration in its _metadata.json fit. Both depend on
// where the project lies and what it is called, so that npm makes them: of the configuration the pack has the text that Vite
// hashes, with a mark for the project's folder.
/* global crypto -- Node's own */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleOf, format } from './bundle.mjs';
import { cacheFolder } from './npm-parts.mjs';
import { templatesFolder } from './template-list.mjs';
import { each, keep, nativePackagesOf, shortHash, tarball } from './template-packages.mjs';

const thisFile = fileURLToPath(import.meta.url);
const optimizer = fileURLToPath(new URL('run-optimizer.mjs', import.meta.url));
/** Where the React + Express template's configuration waits for its API. */
const apiPort = 3001;
const parallelVites = 2;

const metadataName = '_metadata.json';
const viteLocation = 'node_modules/vite';

const filesBelow = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

const hashOfFile = (path) => shortHash(fs.readFileSync(path));

/** What somebody installed into a template's folder is not. */
const isSource = (path) => !relative(templatesFolder, path).split(sep).includes('node_modules');

/** A template's files, with what makes something of them. */
const sourcesOf = (id) => [
  ...[optimizer, thisFile].map(hashOfFile),
  ...filesBelow(join(templatesFolder, id))
    .filter(isSource)
    .map((path) => [relative(templatesFolder, path), hashOfFile(path)]),
];

/** Astro starts Vite itself, with a configuration of its own. */
const isOptimized = ({ id, packages }) =>
  fs.existsSync(join(templatesFolder, id, 'index.html')) &&
  packages.some(({ location }) => location === viteLocation);

/** Puts packages into folders, each unpacked once into `store`. */
function unpacker(store, parts) {
  const unpacked = new Map();
  const unpack = async (one) => {
    const folder = join(store, String(unpacked.size));
    const { entries, archive } = await parts.unpackTarball(await tarball(one, parts), one.name);
    for (const { path, mode, offset, size } of entries) {
      const file = join(folder, path);
      fs.mkdirSync(dirname(file), { recursive: true });
      fs.writeFileSync(file, archive.subarray(offset, offset + size), { mode });
    }
    return { folder, paths: entries.map(({ path }) => path) };
  };
  return async (one, to) => {
    if (!unpacked.has(one.integrity)) unpacked.set(one.integrity, unpack(one));
    const { folder, paths } = await unpacked.get(one.integrity);
    for (const path of paths) {
      const file = join(to, path);
      fs.mkdirSync(dirname(file), { recursive: true });
      fs.linkSync(join(folder, path), file);
    }
  };
}

/** With native packages: bundlers make the same as their WebAssembly, in a third of the time. */
async function install({ id }, folder, parts, place) {
  fs.cpSync(join(templatesFolder, id), folder, { recursive: true, filter: isSource });
  for (const one of nativePackagesOf(id, parts)) await place(one, join(folder, one.location));
}

/** Runs Vite's optimizer in `folder`; returns the texts that it took hashes of. */
async function optimize(folder) {
  const log = join(folder, 'hashed.jsonl');
  const env = { ...process.env, HASH_LOG: log };
  delete env.NODE_ENV;
  const options = { cwd: folder, env };
  await promisify(execFile)(process.execPath, [optimizer], options);
  const lines = fs.readFileSync(log, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** The pack, or undefined where there is nothing to optimize. */
async function packOf(template, id, parts, { folder, place }) {
  await install(template, folder, parts, place);
  const hashed = await optimize(folder);
  const cache = join(folder, 'node_modules/.vite');
  const deps = join(cache, 'deps');
  if (!fs.existsSync(deps)) return undefined;
  const metadata = JSON.parse(fs.readFileSync(join(deps, metadataName), 'utf8'));
  if (Object.keys(metadata.optimized).length === 0) return undefined;
  const config = hashed.find(({ hash }) => hash.startsWith(metadata.configHash))?.text;
  if (config === undefined) throw new Error(`${template.id}: Vite’s configuration was not recorded`);
  const files = filesBelow(cache)
    .map((file) => ({ path: relative(cache, file), mode: 0o644, bytes: fs.readFileSync(file) }))
    .filter(({ path }) => path !== `deps/${metadataName}` && !path.startsWith('deps_temp'));
  if (files.some(({ bytes }) => bytes.includes(folder)))
    throw new Error(`${template.id}: an optimized dependency names the folder`);
  const { version } = template.packages.find(({ location }) => location === viteLocation);
  const manifest = {
    name: 'vite-optimized-deps',
    version,
    optimizedDeps: {
      config: config.replaceAll(JSON.stringify(folder).slice(1, -1), parts.rootMark),
      metadata: reproducible(metadata, deps),
    },
  };
  return { id, files, derived: new Uint8Array(0), manifest, bundled: {} };
}

/** Without hashes of this build's folder and time. Vite compares them with others that it makes, and puts them into addresses. */
function reproducible({ optimized, chunks }, deps) {
  const fileHash = ({ file }) => hashOfFile(join(deps, file)).slice(0, 8);
  const hashed = Object.fromEntries(
    Object.entries(optimized).map(([id, info]) => [id, { ...info, fileHash: fileHash(info) }]),
  );
  const browserHash = shortHash(JSON.stringify([hashed, chunks])).slice(0, 8);
  return { browserHash, optimized: hashed, chunks };
}

/** The configuration of a template may wait for a server that its `dev` script starts beside Vite. */
async function withApi(task) {
  const server = createServer((socket) => socket.end());
  // Where the port is taken somebody answers there.
  await new Promise((resolve) => server.once('error', resolve).listen(apiPort, 'localhost', resolve));
  try {
    return await task();
  } finally {
    server.close();
  }
}

/** `[{bundle, ids}]` for those of `templates` that have something to optimize: written to the cache, one pack a bundle. */
export async function optimizedDepsOf(templates, parts) {
  const found = await Promise.all(
    templates.filter(isOptimized).map(async (template) => {
      const id = await parts.optimizedDepsId(template.packages, crypto.subtle);
      const key = shortHash(JSON.stringify([format, id, sourcesOf(template.id)]));
      return { template, id, bundle: `${key}.pack` };
    }),
  );
  const ids = new Set(found.map(({ id }) => id));
  if (ids.size < found.length) throw new Error('two templates install the same packages');
  const missing = found.filter(({ bundle }) => !fs.existsSync(join(cacheFolder, bundle)));
  if (missing.length > 0) await makeBundles(missing, parts);
  // Nothing to optimize is kept, too, so that it is not found out again.
  return found
    .filter(({ bundle }) => fs.statSync(join(cacheFolder, bundle)).size > 0)
    .map(({ id, bundle }) => ({ bundle, ids: [id] }));
}

async function makeBundles(missing, parts) {
  const workplace = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'holdfast-optimize-')));
  try {
    const place = unpacker(join(workplace, 'store'), parts);
    await withApi(() =>
      each(missing, parallelVites, async ({ template, id, bundle }) => {
        const folder = join(workplace, template.id);
        const pack = await packOf(template, id, parts, { folder, place });
        keep(join(cacheFolder, bundle), pack === undefined ? '' : await bundleOf([pack]));
      }),
    );
  } finally {
    fs.rmSync(workplace, { recursive: true, force: true });
  }
}
