import { describe, expect, test, vi } from 'vitest';
import type { WebContainer } from '@webcontainer/api';
import { world } from './testing/world.ts';

describe('the WebContainer API', () => {
  test('a file tree is mounted and exported again, links and bytes included', async () => {
    const { container } = world();
    const tree = {
      src: { directory: { 'index.js': { file: { contents: 'console.log(1)\n' } } } },
      empty: { directory: {} },
      'logo.bin': { file: { contents: new Uint8Array([0xff, 0xfe, 0]) } },
      link: { file: { symlink: 'src/index.js' } },
    };
    await container.mount(tree);
    expect(await container.export('.')).toEqual(tree);
    expect(await container.fs.readFile('link', 'utf-8')).toBe('console.log(1)\n');
    await container.mount({ 'a.txt': { file: { contents: 'a' } } }, { mountPoint: 'deep/er' });
    expect(await container.fs.readdir('deep/er')).toEqual(['a.txt']);
  });

  test('a malformed tree changes nothing, a binary snapshot is refused', async () => {
    const { container } = world();
    const tree = { good: { file: { contents: 'x' } }, '../bad': { file: { contents: 'y' } } };
    await expect(container.mount(tree)).rejects.toMatchObject({ code: 'EINVAL' });
    expect(await container.fs.readdir('.')).toEqual([]);
    await expect(container.mount(new Uint8Array(3))).rejects.toMatchObject({ code: 'ENOTSUP' });
  });

  test('an export leaves out what is excluded, but for what is included', async () => {
    const { container } = world();
    await container.mount({
      'a.js': { file: { contents: 'a' } },
      node_modules: {
        directory: {
          keep: { directory: { 'x.js': { file: { contents: 'x' } } } },
          drop: { directory: { 'y.js': { file: { contents: 'y' } } } },
        },
      },
    });
    const options = { excludes: ['node_modules'], includes: ['node_modules/keep/**'] };
    expect(await container.export('.', options)).toEqual({
      'a.js': { file: { contents: 'a' } },
      node_modules: { directory: { keep: { directory: { 'x.js': { file: { contents: 'x' } } } } } },
    });
    const zip = await container.export('.', { format: 'zip', ...options });
    expect(String.fromCharCode(...zip.subarray(0, 2))).toBe('PK');
  });

  test('fs reads and writes in every encoding, and stays within the working directory', async () => {
    const { container } = world();
    await container.fs.writeFile('b64', 'aGk=', 'base64');
    expect([
      await container.fs.readFile('b64', 'utf8'),
      await container.fs.readFile('b64', 'hex'),
      await container.fs.readFile('b64'),
    ]).toEqual(['hi', '6869', new Uint8Array([0x68, 0x69])]);
    await expect(container.fs.readFile('../../../etc/passwd')).rejects.toMatchObject({ code: 'EACCES' });
    await expect(container.fs.readFile('gone')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
    await container.fs.mkdir('x/y', { recursive: true });
    await expect(container.fs.rm('x')).rejects.toMatchObject({ code: 'EISDIR' });
    await container.fs.rm('x', { recursive: true });
    await expect(container.fs.rm('x')).rejects.toMatchObject({ code: 'ENOENT' });
    await container.fs.rm('x', { force: true });
    const [entry] = await container.fs.readdir('.', { withFileTypes: true });
    expect([entry?.name, entry?.isFile(), entry?.isDirectory()]).toEqual(['b64', true, false]);
  });

  test('watch tells of changes until it is closed', async () => {
    const { container } = world();
    const events: string[] = [];
    const watcher = container.fs.watch('.', (event, name) => events.push(`${event} ${String(name)}`));
    await container.fs.writeFile('new.txt', 'x');
    await vi.waitFor(() => expect(events).toContain('rename new.txt'));
    watcher.close();
    const before = events.length;
    await container.fs.writeFile('other.txt', 'x');
    expect(events).toHaveLength(before);
  });

  test('its shape is that of the package, checked when this file is compiled', () => {
    const { container } = world();
    const shape: Pick<WebContainer, 'spawn' | 'fs' | 'mount' | 'export' | 'on' | 'workdir' | 'path'> =
      container;
    expect([shape.workdir, shape.path]).toEqual(['/home/web/project', '/usr/local/bin:/usr/bin:/bin']);
  });
});
