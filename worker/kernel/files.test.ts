import { expect, it } from 'vitest';
import { Authority } from '../vfs/authority.ts';
import { ProjectFiles } from './files.ts';

it('finds the file of the project that a program named, from its folder or from the project’s', async () => {
  const { fs } = new Authority({ clock: Date.now, readBlob: () => new Uint8Array() });
  const files = new ProjectFiles(fs, '/home/web/app');
  files.writeTree({ 'a.js': '', src: { 'a.js': '', 'b.js': '' } });
  fs.makeDirectories('/home/web/other', 0o755);
  fs.writeFile('/home/web/other/c.js', '');
  expect(await files.locate('a.js', '/home/web/app/src')).toBe('src/a.js');
  expect(await files.locate('src/b.js', '/home/web/app/src')).toBe('src/b.js');
  expect(await files.locate('../a.js', '/home/web/app/src')).toBe('a.js');
  expect(await files.locate('/home/web/app/src/b.js', '/')).toBe('src/b.js');
  expect(await files.locate('src', '/home/web/app')).toBeNull();
  expect(await files.locate('../other/c.js', '/home/web/app')).toBeNull();
  expect(await files.locate('gone.js', '/home/web/app')).toBeNull();
});
