import { describe, expect, test } from 'vitest';
import { openFlags, type FileSystem } from './filesystem.ts';
import { roles } from './test-filesystems.ts';

const { O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_WRONLY, O_NOFOLLOW, O_DIRECTORY } = openFlags;
const long = 'n'.repeat(256);
const wide = 'ü'.repeat(128);

/** /file /dir /dir/child /empty /dangling→missing /loop→loop /to-dir→dir /to-file→file */
function fixture(fs: FileSystem): FileSystem {
  fs.writeFile('/file', 'text');
  fs.mkdir('/dir', 0o755);
  fs.writeFile('/dir/child', '');
  fs.mkdir('/empty', 0o755);
  fs.symlink('missing', '/dangling');
  fs.symlink('loop', '/loop');
  fs.symlink('dir', '/to-dir');
  fs.symlink('file', '/to-file');
  return fs;
}

// The expected messages are those of Node 24 on Linux for the same call.
const table: [string, (fs: FileSystem) => unknown, string][] = [
  ['stat missing', (fs) => fs.stat('/none'), "ENOENT: no such file or directory, stat '/none'"],
  ['stat empty path', (fs) => fs.stat(''), "ENOENT: no such file or directory, stat ''"],
  ['stat through a file', (fs) => fs.stat('/file/x'), "ENOTDIR: not a directory, stat '/file/x'"],
  ['stat file with slash', (fs) => fs.stat('/file/'), "ENOTDIR: not a directory, stat '/file/'"],
  ['stat dangling', (fs) => fs.stat('/dangling'), "ENOENT: no such file or directory, stat '/dangling'"],
  ['stat loop', (fs) => fs.stat('/loop'), "ELOOP: too many symbolic links encountered, stat '/loop'"],
  [
    'lstat below loop',
    (fs) => fs.lstat('/loop/x'),
    "ELOOP: too many symbolic links encountered, lstat '/loop/x'",
  ],
  ['long name', (fs) => fs.stat(`/${long}`), `ENAMETOOLONG: name too long, stat '/${long}'`],
  ['long name in bytes', (fs) => fs.mkdir(`/${wide}`, 0), `ENAMETOOLONG: name too long, mkdir '/${wide}'`],
  [
    'long path',
    (fs) => fs.stat('/a'.repeat(2100)),
    `ENAMETOOLONG: name too long, stat '${'/a'.repeat(2100)}'`,
  ],
  ['open missing', (fs) => fs.open('/none', O_RDONLY, 0), "ENOENT: no such file or directory, open '/none'"],
  [
    'open directory to write',
    (fs) => fs.open('/dir', O_RDWR, 0),
    "EISDIR: illegal operation on a directory, open '/dir'",
  ],
  [
    'create over directory',
    (fs) => fs.open('/dir', O_CREAT, 0),
    "EISDIR: illegal operation on a directory, open '/dir'",
  ],
  [
    'create with slash',
    (fs) => fs.open('/new/', O_CREAT, 0),
    "EISDIR: illegal operation on a directory, open '/new/'",
  ],
  ['exclusive', (fs) => fs.open('/file', O_CREAT | O_EXCL, 0), "EEXIST: file already exists, open '/file'"],
  [
    'exclusive on a link',
    (fs) => fs.open('/dangling', O_CREAT | O_EXCL, 0),
    "EEXIST: file already exists, open '/dangling'",
  ],
  [
    'no follow',
    (fs) => fs.open('/to-file', O_NOFOLLOW, 0),
    "ELOOP: too many symbolic links encountered, open '/to-file'",
  ],
  ['directory only', (fs) => fs.open('/file', O_DIRECTORY, 0), "ENOTDIR: not a directory, open '/file'"],
  [
    'read of directory',
    (fs) => fs.open('/dir', O_RDONLY, 0).read(new Uint8Array(1), 0),
    'EISDIR: illegal operation on a directory, read',
  ],
  [
    'read of write-only',
    (fs) => fs.open('/file', O_WRONLY, 0).read(new Uint8Array(1), 0),
    'EBADF: bad file descriptor, read',
  ],
  [
    'write to read-only',
    (fs) => fs.open('/file', O_RDONLY, 0).write(new Uint8Array(1), 0),
    'EBADF: bad file descriptor, write',
  ],
  [
    'ftruncate read-only',
    (fs) => fs.open('/file', O_RDONLY, 0).truncate(0),
    'EINVAL: invalid argument, ftruncate',
  ],
  [
    'closed',
    (fs) => {
      const file = fs.open('/file', 0, 0);
      file.close();
      file.stat();
    },
    'EBADF: bad file descriptor, fstat',
  ],
  ['readdir of file', (fs) => fs.readdir('/file'), "ENOTDIR: not a directory, scandir '/file'"],
  ['mkdir over file', (fs) => fs.mkdir('/file', 0), "EEXIST: file already exists, mkdir '/file'"],
  [
    'mkdir over dangling link',
    (fs) => fs.mkdir('/dangling', 0),
    "EEXIST: file already exists, mkdir '/dangling'",
  ],
  ['mkdir root', (fs) => fs.mkdir('/', 0), "EEXIST: file already exists, mkdir '/'"],
  ['mkdir without parent', (fs) => fs.mkdir('/a/b', 0), "ENOENT: no such file or directory, mkdir '/a/b'"],
  ['rmdir of file', (fs) => fs.rmdir('/file'), "ENOTDIR: not a directory, rmdir '/file'"],
  ['rmdir not empty', (fs) => fs.rmdir('/dir'), "ENOTEMPTY: directory not empty, rmdir '/dir'"],
  ['rmdir of link to directory', (fs) => fs.rmdir('/to-dir'), "ENOTDIR: not a directory, rmdir '/to-dir'"],
  ['rmdir root', (fs) => fs.rmdir('/'), "EBUSY: resource busy or locked, rmdir '/'"],
  ['rmdir dot', (fs) => fs.rmdir('/empty/.'), "EINVAL: invalid argument, rmdir '/empty/.'"],
  ['rmdir dotdot', (fs) => fs.rmdir('/dir/..'), "ENOTEMPTY: directory not empty, rmdir '/dir/..'"],
  ['unlink directory', (fs) => fs.unlink('/dir'), "EISDIR: illegal operation on a directory, unlink '/dir'"],
  ['unlink with slash', (fs) => fs.unlink('/file/'), "ENOTDIR: not a directory, unlink '/file/'"],
  [
    'rename missing',
    (fs) => fs.rename('/none', '/x'),
    "ENOENT: no such file or directory, rename '/none' -> '/x'",
  ],
  [
    'rename into itself',
    (fs) => fs.rename('/dir', '/dir/sub'),
    "EINVAL: invalid argument, rename '/dir' -> '/dir/sub'",
  ],
  [
    'rename over parent',
    (fs) => fs.rename('/dir/child', '/dir'),
    "EISDIR: illegal operation on a directory, rename '/dir/child' -> '/dir'",
  ],
  [
    'rename directory over file',
    (fs) => fs.rename('/dir', '/file'),
    "ENOTDIR: not a directory, rename '/dir' -> '/file'",
  ],
  [
    'rename over full directory',
    (fs) => fs.rename('/empty', '/dir'),
    "ENOTEMPTY: directory not empty, rename '/empty' -> '/dir'",
  ],
  [
    'rename file to slash',
    (fs) => fs.rename('/file', '/x/'),
    "ENOTDIR: not a directory, rename '/file' -> '/x/'",
  ],
  ['rename root', (fs) => fs.rename('/', '/x'), "EBUSY: resource busy or locked, rename '/' -> '/x'"],
  ['link directory', (fs) => fs.link('/dir', '/x'), "EPERM: operation not permitted, link '/dir' -> '/x'"],
  ['link over', (fs) => fs.link('/file', '/dir'), "EEXIST: file already exists, link '/file' -> '/dir'"],
  ['symlink over', (fs) => fs.symlink('a', '/file'), "EEXIST: file already exists, symlink 'a' -> '/file'"],
  [
    'symlink to nothing',
    (fs) => fs.symlink('', '/x'),
    "ENOENT: no such file or directory, symlink '' -> '/x'",
  ],
  ['readlink of file', (fs) => fs.readlink('/file'), "EINVAL: invalid argument, readlink '/file'"],
  ['access execute', (fs) => fs.access('/file', 1), "EACCES: permission denied, access '/file'"],
  ['truncate negative', (fs) => fs.truncate('/file', -1), "EINVAL: invalid argument, ftruncate '/file'"],
  ['truncate huge', (fs) => fs.truncate('/file', 2 ** 45), "EFBIG: file too large, ftruncate '/file'"],
  ['readFile of directory', (fs) => fs.readFile('/dir'), 'EISDIR: illegal operation on a directory, read'],
  [
    'writeFile to directory',
    (fs) => fs.writeFile('/dir', 'x'),
    "EISDIR: illegal operation on a directory, open '/dir'",
  ],
  [
    'mkdir -p over file',
    (fs) => fs.makeDirectories('/file', 0o755),
    "EEXIST: file already exists, mkdir '/file'",
  ],
  [
    'mkdir -p through file',
    (fs) => fs.makeDirectories('/file/a/b', 0o755),
    "ENOTDIR: not a directory, mkdir '/file/a/b'",
  ],
  ['remove root', (fs) => fs.remove('/'), "EBUSY: resource busy or locked, rm '/'"],
  [
    'watch missing',
    (fs) => fs.watch('/none', { recursive: false }, () => {}),
    "ENOENT: no such file or directory, watch '/none'",
  ],
  ['utimes missing', (fs) => fs.utimes('/none', 1, 1), "ENOENT: no such file or directory, utime '/none'"],
];

describe.each(roles)('%s', (_role, make) => {
  test.each(table)('%s', (_name, act, message) => {
    const fs = fixture(make());
    let thrown: unknown;
    try {
      act(fs);
    } catch (error) {
      thrown = error;
    }
    expect(thrown instanceof Error ? thrown.message : thrown).toBe(message);
  });
});
