import { describe, expect, test } from 'vitest';
import { openFlags, type WatchEvent } from './filesystem.ts';
import { BlobBytes, roles, wire } from './test-filesystems.ts';

const { O_APPEND, O_CREAT, O_RDWR, O_WRONLY } = openFlags;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

describe.each(roles)('%s', (_role, make) => {
  test('an unlinked file stays readable and writable through its open file', () => {
    const fs = make();
    fs.writeFile('/a', 'hello');
    const file = fs.open('/a', O_RDWR, 0);
    fs.unlink('/a');
    file.write(bytes('J'), 0);
    const target = new Uint8Array(9);
    expect([file.read(target, 0), text(target.subarray(0, 5)), file.stat().nlink]).toEqual([5, 'Jello', 0]);
    expect(fs.tryStat('/a')).toBeUndefined();
  });

  test('a socket is a name of its own kind, which nothing opens and rm removes', () => {
    const fs = make();
    fs.bindSocket('/s');
    expect(fs.lstat('/s')).toMatchObject({ type: 'socket', mode: 0o140755, size: 0 });
    expect(fs.readdir('/').find(({ name }) => name === 's')?.type).toBe('socket');
    expect(() => fs.bindSocket('/s')).toThrow(
      expect.objectContaining({ code: 'EADDRINUSE', syscall: 'bind' }),
    );
    expect(() => fs.bindSocket('/missing/s')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(() => fs.readFile('/s')).toThrow(expect.objectContaining({ code: 'ENXIO' }));
    expect(() => fs.open('/s', O_WRONLY | O_CREAT, 0o644)).toThrow(
      expect.objectContaining({ code: 'ENXIO' }),
    );
    fs.rename('/s', '/t');
    fs.unlink('/t');
    expect(fs.tryStat('/t')).toBeUndefined();
  });

  test('hard links share contents and count', () => {
    const fs = make();
    fs.writeFile('/a', 'one');
    fs.link('/a', '/b');
    fs.writeFile('/b', 'two');
    expect([text(fs.readFile('/a')), fs.stat('/a').nlink, fs.stat('/a').ino === fs.stat('/b').ino]).toEqual([
      'two',
      2,
      true,
    ]);
    fs.unlink('/a');
    expect(fs.stat('/b').nlink).toBe(1);
  });

  test('a truncated file is sparse, and reads zeros', () => {
    const fs = make();
    fs.writeFile('/a', 'abc');
    fs.truncate('/a', 2 ** 40);
    const file = fs.open('/a', O_RDWR, 0);
    const target = new Uint8Array(4).fill(9);
    expect([file.read(target, 2), [...target]]).toEqual([4, [99, 0, 0, 0]]);
    file.write(bytes('end'), 2 ** 40 - 3);
    fs.truncate('/a', 2);
    expect([fs.stat('/a').size, text(fs.readFile('/a'))]).toEqual([2, 'ab']);
  });

  test('appending, positions and writes in the middle', () => {
    const fs = make();
    const log = fs.open('/log', O_WRONLY | O_CREAT | O_APPEND, 0o600);
    for (let count = 0; count < 300; count++) log.write(bytes(`${count % 10}`), null);
    log.write(bytes('!'), 0);
    const file = fs.open('/log', O_RDWR, 0);
    file.write(bytes('ab'), null);
    file.write(bytes('cd'), null);
    expect(text(fs.readFile('/log'))).toBe(`abcd${'0123456789'.repeat(30).slice(4)}!`);
    expect(fs.stat('/log').mode.toString(8)).toBe('100600');
  });

  test('what readFile gave is not changed by later writes, nor is what writeFile took', () => {
    const fs = make();
    const source = bytes('first');
    fs.writeFile('/a', source);
    source.fill(0);
    const before = fs.readFile('/a');
    fs.open('/a', O_RDWR, 0).write(bytes('X'), 0);
    expect([text(before), text(fs.readFile('/a'))]).toEqual(['first', 'Xirst']);
  });

  test('symlinks: relative, absolute, through directories, realpath', () => {
    const fs = make();
    fs.makeDirectories('/one/two', 0o755);
    fs.writeFile('/one/two/file', 'x');
    fs.symlink('two/file', '/one/rel');
    fs.symlink('/one', '/abs');
    fs.symlink('../one/two/..', '/one/up');
    expect([fs.realpath('/abs/rel'), fs.realpath('/one/up/'), text(fs.readFile('/abs/up/rel'))]).toEqual([
      '/one/two/file',
      '/one',
      'x',
    ]);
    fs.writeFile('/one/link-made', '');
    fs.symlink('made', '/one/dangling');
    fs.writeFile('/one/dangling', 'new');
    expect(text(fs.readFile('/one/made'))).toBe('new');
  });

  test('names with emoji; readdir is sorted', () => {
    const fs = make();
    for (const name of ['🚀 launch', 'b', 'a', 'Z']) fs.writeFile(`/${name}`, name);
    fs.mkdir('/dir', 0o700);
    expect(fs.readdir('/')).toEqual([
      ...[
        { name: 'Z', type: 'file' },
        { name: 'a', type: 'file' },
        { name: 'b', type: 'file' },
      ],
      ...[
        { name: 'dir', type: 'directory' },
        { name: '🚀 launch', type: 'file' },
      ],
    ]);
    expect([
      fs.stat('/dir').nlink,
      fs.stat('/').nlink,
      fs.makeDirectories('/dir/x/y', 0o755),
      fs.makeDirectories('/dir/x/y', 0o755),
    ]).toEqual([2, 3, '/dir/x', undefined]);
  });

  test('rename replaces, keeps the inode, and moves trees', () => {
    const fs = make();
    fs.writeFile('/a', 'a');
    fs.writeFile('/b', 'b');
    const { ino } = fs.stat('/a');
    fs.rename('/a', '/b');
    expect([fs.stat('/b').ino, fs.tryStat('/a'), text(fs.readFile('/b'))]).toEqual([ino, undefined, 'a']);
    fs.makeDirectories('/t/u', 0o755);
    fs.writeFile('/t/u/v', 'v');
    fs.rename('/t', '/w');
    expect(text(fs.readFile('/w/u/v'))).toBe('v');
    fs.remove('/w');
    expect(fs.readdir('/')).toEqual([{ name: 'b', type: 'file' }]);
  });

  test('watchers: create, change, rename, delete, recursive', () => {
    const fs = make();
    fs.makeDirectories('/d/e', 0o755);
    const seen: string[] = [];
    const note = (tag: string) => (event: WatchEvent) => seen.push(`${tag} ${event.type} ${event.filename}`);
    const flat = fs.watch('/d', { recursive: false }, note('flat'));
    const deep = fs.watch('/d', { recursive: true }, note('deep'));
    fs.writeFile('/d/f', 'x');
    fs.watch('/d/f', { recursive: false }, note('file'));
    fs.writeFile('/d/e/g', 'x');
    fs.rename('/d/f', '/d/h');
    flat[Symbol.dispose]();
    fs.chmod('/d/e/g', 0o600);
    deep[Symbol.dispose]();
    fs.unlink('/d/h');
    expect(seen).toEqual([
      ...['flat rename f', 'deep rename f', 'flat change f', 'deep change f'],
      ...['deep rename e/g', 'deep change e/g'],
      ...['flat rename h', 'deep rename h', 'file rename f', 'flat rename f', 'deep rename f'],
      ...['deep change e/g', 'file rename h'],
    ]);
  });
});

function packOf(
  blobs: BlobBytes,
  files: Record<string, string>,
  id = 'sha512-x',
): Parameters<ReturnType<typeof wire>['replica']['fs']['mountPacks']>[0][number]['pack'] {
  let offset = 0;
  const entries = Object.entries(files).map(([path, contents]) => {
    const entry = {
      path,
      mode: path.startsWith('bin/') ? 0o755 : 0o644,
      offset,
      size: bytes(contents).length,
    };
    offset += entry.size;
    return entry;
  });
  return { id, entries, blob: blobs.blob(bytes(Object.values(files).join(''))) };
}

describe('packs', () => {
  const files = { 'package.json': '{}', 'lib/index.js': 'module', 'lib/deep/x.js': 'x', 'bin/run': '#!' };

  test('a mounted pack is seen by all, and changes stay above it', async () => {
    const blobs = new BlobBytes();
    const { replica, authority, join } = wire(blobs);
    replica.fs.mountPacks([{ path: '/m/pkg', pack: packOf(blobs, files) }]);
    await Promise.resolve();
    const other = join();
    other.fs.writeFile('/m/pkg/lib/index.js', 'patched');
    other.fs.unlink('/m/pkg/bin/run');
    other.fs.rename('/m/pkg/lib/deep', '/m/deep');
    await Promise.resolve();
    const late = join();
    for (const fs of [replica.fs, authority.fs, other.fs, late.fs]) {
      expect(fs.readdir('/m/pkg').map(({ name }) => name)).toEqual(['bin', 'lib', 'package.json']);
      expect(fs.readdir('/m/pkg/bin')).toEqual([]);
      expect(text(fs.readFile('/m/pkg/lib/index.js'))).toBe('patched');
      expect(text(fs.readFile('/m/pkg/package.json'))).toBe('{}');
      expect(text(fs.readFile('/m/deep/x.js'))).toBe('x');
    }
    // One read of the Blob serves the files that lie together.
    expect(blobs.reads).toBeLessThanOrEqual(4);
  });

  test('a pack mounted over existing names leaves them on top', () => {
    const blobs = new BlobBytes();
    const { replica } = wire(blobs);
    replica.fs.makeDirectories('/p/lib/node_modules', 0o755);
    replica.fs.writeFile('/p/lib/index.js', 'mine');
    replica.fs.mountPacks([{ path: '/p', pack: packOf(blobs, files) }]);
    expect(replica.fs.readdir('/p/lib').map(({ name }) => name)).toEqual([
      'deep',
      'index.js',
      'node_modules',
    ]);
    expect(text(replica.fs.readFile('/p/lib/index.js'))).toBe('mine');
  });

  test('an entry that leads out of the pack is refused, and nothing is mounted', () => {
    const blobs = new BlobBytes();
    const { replica } = wire(blobs);
    expect(() => replica.fs.mountPacks([{ path: '/p', pack: packOf(blobs, { '../evil': 'x' }) }])).toThrow(
      'EINVAL: invalid argument, mount',
    );
    expect(replica.fs.tryStat('/p')).toBeUndefined();
  });
});

test('two processes that make the same folder at once share it', async () => {
  const { replica, join, authority } = wire();
  const other = join();
  replica.fs.mkdir('/cache', 0o755);
  other.fs.mkdir('/cache', 0o755);
  replica.fs.writeFile('/cache/one', '1');
  other.fs.writeFile('/cache/two', '2');
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  for (const fs of [authority.fs, replica.fs, other.fs])
    expect(fs.readdir('/cache').map(({ name }) => name)).toEqual(['one', 'two']);
});

test('a stamp is seen once the sender’s operations have arrived', async () => {
  const { replica, join } = wire();
  const other = join();
  replica.fs.writeFile('/a', 'x');
  const stamp = replica.causality.stamp();
  if (stamp === undefined) throw new Error('no stamp');
  const order: string[] = [];
  const now = other.causality.seen(stamp, () => order.push(text(other.fs.readFile('/a'))));
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  expect([now, order, other.causality.seen(stamp, () => {})]).toEqual([false, ['x'], true]);
});
