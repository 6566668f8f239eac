import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createFakeKernel } from '../testing/fake-kernel.ts';
import { createToastStore } from '../workbench/toast-store.ts';
import { createFileActions } from './file-actions.ts';
import { createFileTreeStore } from './file-tree-store.ts';
import { createProjectWatcher } from './project-watcher.ts';

function setup({ agrees }: { agrees: boolean }) {
  const { files, ...connection } = createFakeKernel({
    files: { 'a.txt': 'root', 'b.txt': 'b', dir: { 'a.txt': 'inner', sub: { 'c.txt': 'c' } }, sub: {} },
  });
  const questions: string[] = [];
  const saved: { name: string; bytes: Uint8Array }[] = [];
  const toasts = createToastStore(() => undefined);
  const watcher = createProjectWatcher(connection, () => undefined);
  const storage = { getItem: () => null, setItem: () => undefined };
  const tree = createFileTreeStore({ files, watcher, storage, projectId: 'p', onError: () => undefined });
  const actions = createFileActions({
    files,
    tree,
    toasts,
    confirm: (question) => {
      questions.push(question);
      return agrees;
    },
    save: (name, bytes) => saved.push({ name, bytes }),
  });
  const read = async (path: string) => new TextDecoder().decode(await files.readFile(path));
  const titles = () => toasts.get().map((toast) => toast.text ?? toast.title);
  return { actions, files, questions, read, titles, toasts, saved };
}

describe('moving', () => {
  it('replaces a file only after a question', async () => {
    const refused = setup({ agrees: false });
    await refused.actions.moveInto('dir', 'a.txt');
    expect(refused.questions).toEqual(['Replace the “a.txt” that is in “dir”?']);
    expect([await refused.read('a.txt'), await refused.read('dir/a.txt')]).toEqual(['root', 'inner']);

    const agreed = setup({ agrees: true });
    await agreed.actions.moveInto('dir', 'a.txt');
    expect(await agreed.read('dir/a.txt')).toBe('root');
    expect(agreed.toasts.get().map((toast) => toast.action)).toEqual([null]);
  });

  it('never replaces a folder', async () => {
    const { actions, questions, titles, read } = setup({ agrees: true });
    await actions.moveInto('', 'dir/sub');
    expect(questions).toEqual([]);
    expect(titles()).toEqual(['A folder of that name is in the project’s folder already.']);
    expect(await read('dir/sub/c.txt')).toBe('c');
  });

  it('has a way back', async () => {
    const { actions, questions, toasts, files, titles } = setup({ agrees: false });
    await actions.moveInto('dir', 'b.txt');
    expect(questions).toEqual([]);
    expect(titles()).toEqual(['Moved b.txt to “dir”']);
    expect(files.paths()).toContain('dir/b.txt');
    toasts.get()[0]?.action?.run();
    await expect.poll(() => files.paths()).toContain('b.txt');
  });
});

describe('uploading', () => {
  const incoming = [
    { path: 'dir/a.txt', file: new Blob(['new']) },
    { path: 'dir/fresh.txt', file: new Blob(['fresh']) },
  ];

  it('replaces files only after a question, and else leaves all as it is', async () => {
    const { actions, questions, read, files } = setup({ agrees: false });
    await actions.receive('', incoming);
    expect(questions).toEqual(['Replace “dir/a.txt” in the project by what is uploaded?']);
    expect(await read('dir/a.txt')).toBe('inner');
    expect(files.paths()).not.toContain('dir/fresh.txt');
  });

  it('asks nothing where nothing is replaced', async () => {
    const { actions, questions, read } = setup({ agrees: false });
    await actions.receive('sub', incoming);
    expect(questions).toEqual([]);
    expect([await read('sub/dir/a.txt'), await read('sub/dir/fresh.txt')]).toEqual(['new', 'fresh']);
  });
});

describe('deleting', () => {
  it('asks before a link goes, which cannot be brought back', async () => {
    const { actions, questions, files } = setup({ agrees: false });
    await actions.remove({ path: 'b.txt', folder: false, link: true });
    expect(questions).toEqual(['Delete “b.txt” for good? A link cannot be brought back.']);
    expect(files.paths()).toContain('b.txt');
  });

  it('brings a folder back with what was in it', async () => {
    const { actions, toasts, files, read } = setup({ agrees: false });
    await actions.remove({ path: 'dir', folder: true, link: false });
    expect(files.paths()).toEqual(['a.txt', 'b.txt', 'sub']);
    toasts.get()[0]?.action?.run();
    await expect.poll(() => read('dir/sub/c.txt').catch(() => null)).toBe('c');
  });
});

it('gives a folder as a zip with the folder in it', async () => {
  const { actions, saved } = setup({ agrees: false });
  await actions.downloadFolder('dir/sub');
  await actions.downloadFolder('dir');
  expect(saved.map(({ name, bytes }) => [name, ...Object.keys(unzipSync(bytes)).sort()])).toEqual([
    ['sub.zip', 'sub/', 'sub/c.txt'],
    ['dir.zip', 'dir/', 'dir/a.txt', 'dir/sub/', 'dir/sub/c.txt'],
  ]);
  const file = saved[0]?.bytes ?? new Uint8Array();
  expect(strFromU8(unzipSync(file)['sub/c.txt'] ?? new Uint8Array())).toBe('c');
});
