import 'fake-indexeddb/auto';
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import { expect, test } from 'vitest';
import { createAuthority, type CreateAuthorityOptions, type ProjectFilesystem } from './create-authority.ts';
import type { FileSystem } from './filesystem.ts';
import type { StorageWarning } from './persistence.ts';
import { BlobBytes, testClock } from './test-filesystems.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
let stores = 0;

interface Bench {
  readonly project: UseStore;
  readonly packs: UseStore;
  readonly warnings: (StorageWarning | null)[];
  readonly open: (overrides?: Partial<CreateAuthorityOptions>) => Promise<ProjectFilesystem>;
}

function bench(): Bench {
  const project = createStore(`project-${++stores}`, 'files');
  const packs = createStore(`packs-${stores}`, 'packs');
  const warnings: (StorageWarning | null)[] = [];
  return {
    ...{ project, packs, warnings },
    open: (overrides = {}) =>
      createAuthority({
        storage: { project, packs },
        clock: testClock(),
        readBlob: new BlobBytes().read,
        executables: [{ path: '/bin/sh', program: 'jsh' }],
        hostname: 'holdfast',
        setTimeout: () => null,
        clearTimeout: () => {},
        onWarning: (warning) => warnings.push(warning),
        ...overrides,
      }),
  };
}

function listing(fs: FileSystem, path: string): string[] {
  return fs.readdir(path).flatMap(({ name, type }) => {
    const full = `${path}/${name}`;
    return type === 'directory' ? [`${full}/`, ...listing(fs, full)] : [full];
  });
}

function fill(fs: FileSystem): void {
  fs.makeDirectories('/home/web/app/src', 0o755);
  fs.writeFile('/home/web/app/package.json', '{"name":"app"}');
  fs.writeFile('/home/web/app/src/index.js', 'hello');
  fs.chmod('/home/web/app/src/index.js', 0o755);
  fs.symlink('src/index.js', '/home/web/app/link');
  fs.link('/home/web/app/package.json', '/home/web/app/twin.json');
  fs.utimes('/home/web/app/src/index.js', 5, 6);
  fs.bindSocket('/home/web/app/server.sock');
}

test('files, modes, times and links come back', async () => {
  const { open } = bench();
  const first = await open();
  fill(first.fs);
  await first.persist();
  const { fs, report } = await open();
  expect(report).toEqual({ unreadable: [], treeLost: false });
  expect(listing(fs, '/home')).toEqual(listing(first.fs, '/home'));
  expect([
    text(fs.readFile('/home/web/app/link')),
    fs.stat('/home/web/app/link').mode,
    fs.stat('/home/web/app/link').mtimeMs,
  ]).toEqual(['hello', 0o100755, 6]);
  expect(fs.stat('/home/web/app/twin.json').nlink).toBe(2);
  expect(text(fs.readFile('/bin/sh'))).toBe('\x7fHOLDFAST jsh\n');
});

test('what changes is written beside what is stored, and dead bundles go', async () => {
  const { open, project } = bench();
  const first = await open();
  fill(first.fs);
  await first.persist();
  for (let turn = 0; turn < 5; turn++) {
    first.fs.writeFile('/home/web/app/src/index.js', `turn ${turn}`.repeat(100));
    await first.persist();
  }
  first.fs.remove('/home/web/app/twin.json');
  await first.persist();
  const keys = (await entries<string, unknown>(project)).map(([key]) => key);
  expect(keys.filter((key) => key.startsWith('bundle:')).length).toBeLessThanOrEqual(2);
  const again = await open();
  expect(text(again.fs.readFile('/home/web/app/src/index.js'))).toBe('turn 4'.repeat(100));
  expect(again.fs.tryStat('/home/web/app/twin.json')).toBeUndefined();
});

test('packs are stored once, and changes above them too', async () => {
  const { open, packs } = bench();
  const first = await open();
  const blob = new Blob(['{}module']);
  const entriesOfPack = [
    { path: 'package.json', mode: 0o644, offset: 0, size: 2 },
    { path: 'lib/index.js', mode: 0o644, offset: 2, size: 6 },
  ];
  for (const name of ['a', 'b'])
    first.fs.mountPacks([
      { path: `/home/web/app/node_modules/${name}`, pack: { id: 'sha512-p', entries: entriesOfPack, blob } },
    ]);
  first.fs.writeFile('/home/web/app/node_modules/b/lib/index.js', 'patched');
  await first.persist();
  expect((await entries(packs)).map(([key]) => key)).toEqual(['pack:sha512-p']);
  const second = await open();
  expect(listing(second.fs, '/home/web/app')).toEqual(listing(first.fs, '/home/web/app'));
  expect(text(second.fs.readFile('/home/web/app/node_modules/b/lib/index.js'))).toBe('patched');
  expect(second.fs.stat('/home/web/app/node_modules/a/lib/index.js').size).toBe(6);
});

test('a pack that another worker has let go of is stored again with what mounts it', async () => {
  const { open, packs } = bench();
  const first = await open();
  const pack = {
    id: 'sha512-p',
    entries: [{ path: 'package.json', mode: 0o644, offset: 0, size: 2 }],
    blob: new Blob(['{}']),
  };
  const at = '/home/web/app/node_modules/a';
  first.fs.mountPacks([{ path: at, pack }]);
  await first.persist();
  first.fs.remove(at);
  await first.persist();
  await del('pack:sha512-p', packs);
  first.fs.mountPacks([{ path: at, pack }]);
  await first.persist();
  const second = await open();
  expect((await entries(packs)).map(([key]) => key)).toEqual(['pack:sha512-p']);
  expect(listing(second.fs, at)).toEqual(listing(first.fs, at));
});

test('what is kept beside a pack is stored, and again when it changes; a changed file is none of the pack', async () => {
  const { open, packs } = bench();
  const filesystem = await open();
  const { fs } = filesystem;
  const id = 'sha512-d';
  const entries = [{ path: 'a.js', mode: 0o644, offset: 0, size: 1 }];
  fs.mountPacks([{ path: '/home/web/p', pack: { id, entries, blob: new Blob(['x']) } }]);
  expect(fs.packedFile('/home/web/p/a.js')).toEqual({ packId: id, index: 0 });
  for (const kept of ['one', 'two']) {
    fs.writeDerived(id, new TextEncoder().encode(kept));
    await filesystem.persist();
    expect(await (await get<Blob>(`derived:${id}`, packs))?.text()).toBe(kept);
  }
  fs.writeFile('/home/web/p/a.js', 'y');
  expect(fs.packedFile('/home/web/p/a.js')).toBeUndefined();
  expect(fs.packedFile('/home/web/none')).toBeUndefined();
});

test('a damaged bundle costs its files, which are named, and nothing else', async () => {
  const { open, project } = bench();
  const first = await open();
  fill(first.fs);
  await first.persist();
  first.fs.writeFile('/home/web/app/later.txt', 'later');
  await first.persist();
  const bundle = (await entries<string, { bytes: ArrayBuffer }>(project)).find(([key]) => key === 'bundle:2');
  if (bundle === undefined) throw new Error('no second bundle');
  new Uint8Array(bundle[1].bytes)[0] = 0;
  await set('bundle:2', bundle[1], project);
  const { fs, report } = await open();
  expect(report).toEqual({ unreadable: ['/home/web/app/later.txt'], treeLost: false });
  expect(listing(fs, '/home')).toEqual(
    listing(first.fs, '/home').filter((path) => !path.endsWith('later.txt')),
  );
});

test.each([
  ['one tree record', ['tree']],
  ['its copy', ['tree:copy']],
])('%s damaged: nothing is lost', async (_name, keys) => {
  const { open, project } = bench();
  const first = await open();
  fill(first.fs);
  await first.persist();
  for (const key of keys) await set(key, { format: 1, image: 'rubbish' }, project);
  const { fs, report } = await open();
  expect(report).toEqual({ unreadable: [], treeLost: false });
  expect(listing(fs, '/home')).toEqual(listing(first.fs, '/home'));
});

test('both tree records damaged: files are found again by their paths', async () => {
  const { open, project } = bench();
  const first = await open();
  fill(first.fs);
  await first.persist();
  for (const key of ['tree', 'tree:copy']) await set(key, new Uint8Array(3), project);
  const { fs, report } = await open();
  expect(report).toEqual({ unreadable: [], treeLost: true });
  expect(text(fs.readFile('/home/web/app/src/index.js'))).toBe('hello');
  expect(fs.stat('/home/web/app/src/index.js').mode).toBe(0o100755);
});

test('a full storage warns, keeps the files, and stores them when there is room', async () => {
  const { open, project, packs, warnings } = bench();
  let full = true;
  const limited: UseStore = (mode, callback) =>
    full && mode === 'readwrite'
      ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
      : project(mode, callback);
  const first = await open({ storage: { project: limited, packs } });
  fill(first.fs);
  await expect(first.persist()).rejects.toMatchObject({ code: 'ENOSPC', syscall: 'fsync' });
  expect(text(first.fs.readFile('/home/web/app/src/index.js'))).toBe('hello');
  full = false;
  await first.persist();
  expect(warnings.map((warning) => warning?.code ?? null)).toEqual(['ENOSPC', null]);
  const { fs } = await open();
  expect(listing(fs, '/home')).toEqual(listing(first.fs, '/home'));
});

test('a full storage is tried again by itself: soon, then ever later, and at once as before when there was room', async () => {
  const { open, project, packs } = bench();
  let full = true;
  const limited: UseStore = (mode, callback) =>
    full && mode === 'readwrite'
      ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
      : project(mode, callback);
  const delays: number[] = [];
  let due: (() => void) | null = null;
  let told = Promise.withResolvers<StorageWarning | null>();
  const { fs } = await open({
    storage: { project: limited, packs },
    setTimeout: (callback, ms) => {
      delays.push(ms);
      due = callback;
      return delays.length;
    },
    onWarning: (warning) => told.resolve(warning),
  });
  const tryAgain = async () => {
    told = Promise.withResolvers();
    due?.();
    return (await told.promise)?.code ?? null;
  };
  fill(fs);
  for (let time = 0; time < 6; time++) expect(await tryAgain()).toBe('ENOSPC');
  full = false;
  expect(await tryAgain()).toBe(null);
  fs.writeFile('/home/web/app/more.txt', 'more');
  expect(delays).toEqual([300, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 300]);
});
