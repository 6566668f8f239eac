import { describe, expect, it, vi } from 'vitest';
import { createProjectWatcher } from '../files/project-watcher.ts';
import { createFakeKernel } from '../testing/fake-kernel.ts';
import { createStore } from '../workbench/store.ts';
import { createEditorStore, type TextBuffer } from './editor-store.ts';

function memory(): Storage {
  const saved = new Map<string, string>();
  return {
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, value: string) => void saved.set(key, value),
    removeItem: (key: string) => void saved.delete(key),
  } as Storage;
}

/** A text with versions, as Monaco's model has them. */
function fakeBuffer(text: string): TextBuffer & { type(text: string): void } {
  let version = 1;
  return {
    getText: () => text,
    setText(next) {
      text = next;
      version++;
    },
    type(next) {
      text = next;
      version++;
    },
    version: () => version,
  };
}

async function setup(options: { autosave?: boolean; storage?: Storage } = {}) {
  const connection = createFakeKernel({ files: { 'a.js': 'one', 'b.bin': new Uint8Array([0, 1]) } });
  const errors: string[] = [];
  const watcher = createProjectWatcher(connection, (error) => errors.push(String(error)));
  const store = createEditorStore({
    files: connection.files,
    watcher,
    storage: options.storage ?? memory(),
    projectId: 'p',
    autosave: createStore<boolean>(options.autosave ?? false),
    onError: (title, error) => errors.push(`${title}: ${String(error)}`),
  });
  const bind = async (path: string) => {
    store.openPath(path);
    await vi.waitFor(() => expect(store.document(path).get().contents.kind).toBe('text'));
    const buffer = fakeBuffer(store.diskText(path));
    store.bind(path, buffer);
    return {
      type(text: string) {
        buffer.type(text);
        store.edited(path);
      },
      text: () => buffer.getText(),
    };
  };
  const disk = async (path: string) => new TextDecoder().decode(await connection.files.readFile(path));
  const dispose = () => {
    store[Symbol.dispose]();
    watcher[Symbol.dispose]();
  };
  return { connection, store, bind, disk, errors, dispose };
}

describe('the editor store', () => {
  it('saves when asked, and knows what is unsaved', async () => {
    const { store, bind, disk, dispose } = await setup();
    const buffer = await bind('a.js');
    buffer.type('two');
    expect([...store.dirtyPaths.get()]).toEqual(['a.js']);
    await store.save('a.js');
    expect([await disk('a.js'), [...store.dirtyPaths.get()]]).toEqual(['two', []]);
    dispose();
  });

  it('saves by itself a second after the last edit', async () => {
    const { bind, disk, dispose } = await setup({ autosave: true });
    const buffer = await bind('a.js');
    buffer.type('two');
    buffer.type('three');
    await vi.waitFor(async () => expect(await disk('a.js')).toBe('three'), { timeout: 3000 });
    dispose();
  });

  it('follows the disk below a clean buffer', async () => {
    const { connection, bind, dispose } = await setup();
    const buffer = await bind('a.js');
    await connection.files.writeFile('a.js', 'from outside');
    await vi.waitFor(() => expect(buffer.text()).toBe('from outside'));
    dispose();
  });

  it('warns below a dirty one, saves nothing by itself then, and takes either side', async () => {
    const { connection, store, bind, disk, dispose } = await setup({ autosave: true });
    const buffer = await bind('a.js');
    buffer.type('mine');
    await connection.files.writeFile('a.js', 'theirs');
    await vi.waitFor(() => expect(store.document('a.js').get().conflict).toBe('changed'));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect([buffer.text(), await disk('a.js')]).toEqual(['mine', 'theirs']);
    await store.revert('a.js');
    expect([buffer.text(), store.document('a.js').get()]).toMatchObject([
      'theirs',
      { dirty: false, conflict: null },
    ]);
    dispose();
  });

  it('closes a clean file that was deleted, and keeps the text of a dirty one', async () => {
    const { connection, store, bind, dispose } = await setup();
    await bind('a.js');
    await connection.files.rm('a.js');
    await vi.waitFor(() => expect(store.open.get().files).toEqual([]), { timeout: 2000 });
    await connection.files.writeFile('a.js', 'again');
    const buffer = await bind('a.js');
    buffer.type('edited');
    await connection.files.rm('a.js');
    await vi.waitFor(() => expect(store.document('a.js').get().conflict).toBe('deleted'), { timeout: 2000 });
    expect(buffer.text()).toBe('edited');
    dispose();
  });

  it('saves by itself again once a deletion was undone', async () => {
    const { connection, store, bind, disk, dispose } = await setup({ autosave: true });
    const buffer = await bind('a.js');
    buffer.type('edited');
    await connection.files.rm('a.js');
    await vi.waitFor(() => expect(store.document('a.js').get().conflict).toBe('deleted'), { timeout: 2000 });
    await connection.files.writeFile('a.js', 'one');
    await vi.waitFor(async () => expect(await disk('a.js')).toBe('edited'), { timeout: 3000 });
    dispose();
  });

  it('keeps unsaved text through a rename', async () => {
    const { connection, store, bind, disk, dispose } = await setup();
    const buffer = await bind('a.js');
    buffer.type('unsaved');
    await connection.files.rename('a.js', 'c.js');
    store.moved('a.js', 'c.js');
    const renamed = await bind('c.js');
    expect([renamed.text(), store.document('c.js').get().dirty]).toEqual(['unsaved', true]);
    await store.save('c.js');
    expect([await disk('c.js'), connection.files.paths()]).toEqual(['unsaved', ['b.bin', 'c.js']]);
    dispose();
  });

  it('K9: unsaved text outlives a reload of the tab', async () => {
    const storage = memory();
    const before = await setup({ storage });
    (await before.bind('a.js')).type('not yet saved');
    before.store.rescue();
    before.dispose();
    const after = await setup({ storage });
    const buffer = await after.bind('a.js');
    expect([buffer.text(), [...after.store.dirtyPaths.get()]]).toEqual(['not yet saved', ['a.js']]);
    after.dispose();
  });

  it('says what went wrong with a save', async () => {
    const { connection, store, bind, errors, dispose } = await setup();
    const buffer = await bind('a.js');
    connection.files.writeFile = () => Promise.reject(new Error('ENOSPC: no space left on device, write'));
    buffer.type('two');
    await store.save('a.js');
    expect([errors, [...store.dirtyPaths.get()]]).toEqual([
      ['Could not save a.js: Error: ENOSPC: no space left on device, write'],
      ['a.js'],
    ]);
    dispose();
  });

  it('shows a binary file as one', async () => {
    const { store, dispose } = await setup();
    store.openPath('b.bin');
    await vi.waitFor(() =>
      expect(store.document('b.bin').get().contents).toEqual({ kind: 'binary', bytes: 2 }),
    );
    dispose();
  });
});
