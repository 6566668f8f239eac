// Writes tar archives, one file at a time.

import { openFlags } from '../../vfs/filesystem.ts';
import { absolutePath } from '../expand/glob.ts';
import { compilePattern } from '../expand/pattern.ts';
import { memoryPipe } from '../stream/memory-pipe.ts';
import { Failure, type AppletContext } from './applet.ts';
import { transform } from './compression.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { blockSize, encodeHeader, padding, type TarMember } from './tar-header.ts';

export interface TarJob {
  readonly archive: string;
  readonly gzip: boolean;
  readonly verbose: boolean;
  readonly directory: string;
  readonly exclude: readonly string[];
  readonly members: readonly string[];
}

/** GNU's record: archives are padded to a multiple of it. */
const recordSize = 20 * blockSize;

export async function createArchive(context: AppletContext, job: TarJob): Promise<number> {
  if (job.members.length === 0)
    throw new Failure(
      "Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.",
      2,
    );
  const file =
    job.archive === '-'
      ? undefined
      : context.fs.open(
          context.resolve(job.archive),
          openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC,
          0o666 & ~context.umask,
        );
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (file === undefined) await context.stdout.write(bytes);
    else file.write(bytes, null);
  };
  try {
    if (!job.gzip) return await writeMembers(context, job, write);
    const pipe = memoryPipe();
    const { signal } = context;
    const packed = transform(
      { isTerminal: false, read: () => pipe.read.read(signal), unread: () => {}, close: () => {} },
      new CompressionStream('gzip'),
      write,
    );
    const status = await writeMembers(context, job, (bytes) => pipe.write.write(bytes, signal)).finally(() =>
      pipe.write.close(),
    );
    await packed;
    return status;
  } finally {
    file?.close();
  }
}

async function writeMembers(
  context: AppletContext,
  job: TarJob,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<number> {
  const { fs } = context;
  const excluded = job.exclude.map((glob) => compilePattern(glob));
  let written = 0;
  let status = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    written += bytes.length;
    await write(bytes);
  };
  const header = async (member: TarMember): Promise<void> => {
    for (const [type, value] of [
      ['L', member.name],
      ['K', member.link],
    ] as const) {
      const bytes = new TextEncoder().encode(`${value}\0`);
      if (bytes.length <= 101) continue;
      await put(
        encodeHeader({ name: '././@LongLink', mode: 0, size: bytes.length, mtime: 0, type, link: '' }),
      );
      await put(bytes);
      await put(new Uint8Array(padding(bytes.length)));
    }
    await put(encodeHeader(member));
  };
  const add = async (name: string): Promise<void> => {
    await context.breathe();
    const base = name.replace(/^.*\//, '');
    if (excluded.some((pattern) => pattern.test(name) || pattern.test(base))) return;
    const path = absolutePath(job.directory, name);
    const stats = fs.lstat(path);
    const shown = name.replace(/^\/+/, '');
    if (job.verbose) {
      const to = job.archive === '-' ? context.stderr : context.stdout;
      await to.write(`${shown}${stats.type === 'directory' ? '/' : ''}\n`);
    }
    const common = { mode: stats.mode & 0o7777, mtime: stats.mtimeMs / 1000, link: '', size: 0 };
    if (stats.type === 'directory') {
      await header({ ...common, name: `${shown.replace(/\/$/, '')}/`, type: '5' });
      for (const entry of fs.readdir(path)) await add(`${name.replace(/\/$/, '')}/${entry.name}`);
    } else if (stats.type === 'symlink')
      await header({ ...common, name: shown, type: '2', link: fs.readlink(path) });
    else if (stats.type === 'file') {
      const contents = fs.readFile(path);
      await header({ ...common, name: shown, type: '0', size: contents.length });
      await put(contents.slice());
      await put(new Uint8Array(padding(contents.length)));
    }
  };
  for (const member of job.members) {
    try {
      await add(member.replace(/(?<=.)\/+$/, ''));
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`${member}: Cannot stat: ${errorText(error)}`);
      status = 2;
    }
  }
  await put(new Uint8Array(2 * blockSize));
  await put(new Uint8Array((recordSize - (written % recordSize)) % recordSize));
  if (status !== 0) await context.complain('Exiting with failure status due to previous errors');
  return status;
}
