// What a machine has before any project: /bin, /etc, /dev, /tmp and the home folder. Made anew in every kernel life; only
// what lies below /home is stored.

import { imageMagic } from '../os/exec.ts';
import type { ProgramName } from '../os/process-context.ts';
import type { Ino } from '../protocol/ids.ts';
import type { Authority } from './authority.ts';
import { deviceNode, newAttributes, type DeviceName } from './inode.ts';

export const homeFolder = '/home/web';

export interface BaseImageOptions {
  /** The builtin executables: absolute path and the program that each is. */
  readonly executables: readonly { readonly path: string; readonly program: ProgramName }[];
  readonly hostname: string;
}

const folders = [
  '/bin',
  '/usr/bin',
  '/usr/local/bin',
  '/usr/local/lib',
  '/etc',
  '/dev',
  '/var/tmp',
  homeFolder,
];

const devices: readonly DeviceName[] = ['null', 'zero', 'urandom', 'tty', 'stdin', 'stdout', 'stderr'];

export function installBaseImage(authority: Authority, { executables, hostname }: BaseImageOptions): void {
  const { fs, tree } = authority;
  for (const folder of folders) fs.makeDirectories(folder, 0o755);
  fs.makeDirectories('/tmp', 0o777);
  fs.chmod('/tmp', 0o1777);
  for (const { path, program } of executables) {
    fs.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755);
    fs.writeFile(path, `${imageMagic}${program}\n`);
    fs.chmod(path, 0o755);
  }
  const text: Record<string, string> = {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': `127.0.0.1\tlocalhost\n::1\tlocalhost\n127.0.0.1\t${hostname}\n`,
    '/etc/passwd': `root:x:0:0:root:/root:/bin/sh\nweb:x:0:0:web:${homeFolder}:/bin/jsh\n`,
    '/etc/group': 'root:x:0:\nweb:x:0:\n',
    '/etc/os-release': 'NAME="Holdfast"\nID=holdfast\nPRETTY_NAME="Holdfast"\n',
    '/etc/shells': '/bin/sh\n/bin/jsh\n',
  };
  for (const [path, contents] of Object.entries(text)) fs.writeFile(path, contents);
  const dev = tree.resolveDirectory(fs.stat('/dev').ino);
  const { mtimeMs } = fs.stat('/dev');
  for (const device of devices) {
    const node = deviceNode(authority.allocate(1) as Ino, newAttributes(0o666, mtimeMs), device);
    tree.define(node);
    if (dev !== undefined) tree.attach(dev, device, node);
  }
  // The open files of whoever asks: a program resolves /dev/fd/N itself, the folder is there to be seen.
  fs.mkdir('/dev/fd', 0o555);
}
