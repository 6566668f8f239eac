// Lists and unpacks tar archives as they stream in; gzip is recognized by itself.

import { timeZoneOf, type TimeZone } from '../../os/time-zone.ts';
import { openFlags } from '../../vfs/filesystem.ts';
import { compilePattern } from '../expand/pattern.ts';
import { memoryPipe } from '../stream/memory-pipe.ts';
import { joinBytes } from '../../os/concat-bytes.ts';
import { Failure, type AppletContext, type Input } from './applet.ts';
import { transform } from './compression.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { modeText } from './mode.ts';
import { strftime } from './strftime.ts';
import type { TarJob } from './tar-create.ts';
import { blockSize, decodeHeader, decodePax, padding, type TarMember } from './tar-header.ts';

export interface ReadJob extends TarJob {
  readonly list: boolean;
  readonly strip: number;
  readonly toStdout: boolean;
}

export async function readArchive(context: AppletContext, job: ReadJob): Promise<number> {
  const input = open(context, job.archive);
  const first = await input.read();
  if (first !== null) input.unread(first);
  if (first?.[0] !== 0x1f || first[1] !== 0x8b) return unpack(context, job, new ByteReader(input));
  const pipe = memoryPipe();
  const { signal } = context;
  const unpacked = transform(input, new DecompressionStream('gzip'), (bytes) =>
    pipe.write.write(bytes, signal),
  ).finally(() => pipe.write.close());
  const status = unpack(
    context,
    job,
    new ByteReader({
      isTerminal: false,
      read: () => pipe.read.read(signal),
      unread: () => {},
      close: () => {},
    }),
  );
  try {
    const [code] = await Promise.all([status.finally(() => pipe.read.close()), unpacked.catch(ignoreClosed)]);
    return code;
  } catch (error) {
    if (error instanceof TypeError)
      throw new Failure(
        'This does not look like a tar archive\ntar: Exiting with failure status due to previous errors',
        2,
      );
    throw error;
  }
}

/** Once the archive's end was read, what follows it has no reader. */
function ignoreClosed(error: unknown): void {
  if (!(error instanceof Error) || error.message !== 'Broken pipe') throw error;
}

function open(context: AppletContext, archive: string): Input {
  try {
    return context.open(archive);
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new Failure(
      `${archive}: Cannot open: ${errorText(error)}\ntar: Error is not recoverable: exiting now`,
      2,
    );
  }
}

class ByteReader {
  readonly #input: Input;
  #rest: Uint8Array = new Uint8Array();

  constructor(input: Input) {
    this.#input = input;
  }

  /** Exactly so many bytes, or null where the input ends before. */
  async exactly(length: number): Promise<Uint8Array | null> {
    const chunks = [this.#rest];
    let have = this.#rest.length;
    while (have < length) {
      const chunk = await this.#input.read();
      if (chunk === null) return null;
      chunks.push(chunk);
      have += chunk.length;
    }
    const whole = joinBytes(chunks.filter((chunk) => chunk.length > 0));
    this.#rest = whole.slice(length);
    return whole.slice(0, length);
  }
}

async function unpack(context: AppletContext, job: ReadJob, reader: ByteReader): Promise<number> {
  const wanted = new Set(job.members.map((name) => name.replace(/\/+$/, '')));
  const found = new Set<string>();
  const excluded = job.exclude.map((glob) => compilePattern(glob));
  const directoryTimes: { path: string; mtime: number }[] = [];
  let long: { name?: string; link?: string } = {};
  let status = 0;
  for (;;) {
    await context.breathe();
    const block = await reader.exactly(blockSize);
    if (block === null) break;
    let member: TarMember | undefined;
    try {
      member = decodeHeader(block);
    } catch {
      throw new Failure(
        'This does not look like a tar archive\ntar: Exiting with failure status due to previous errors',
        2,
      );
    }
    if (member === undefined) break;
    const data = await reader.exactly(member.size);
    const rest = await reader.exactly(padding(member.size));
    if (data === null || rest === null)
      throw new Failure('Unexpected EOF in archive\ntar: Error is not recoverable: exiting now', 2);
    if (member.type === 'L' || member.type === 'K') {
      const value = new TextDecoder().decode(data).replace(/\0+$/, '');
      long = member.type === 'L' ? { ...long, name: value } : { ...long, link: value };
      continue;
    }
    if (member.type === 'x') {
      const records = decodePax(data);
      const [name, link] = [records.get('path'), records.get('linkpath')];
      long = { ...long, ...(name === undefined ? {} : { name }), ...(link === undefined ? {} : { link }) };
      continue;
    }
    if (member.type === 'g') continue;
    const entry = { ...member, ...long };
    long = {};
    const name = entry.name.replace(/\/+$/, '');
    const selected = [...wanted].find((each) => name === each || name.startsWith(`${each}/`));
    if (wanted.size > 0 && selected === undefined) continue;
    if (selected !== undefined) found.add(selected);
    if (excluded.some((pattern) => pattern.test(name) || pattern.test(name.replace(/^.*\//, '')))) continue;
    if (job.list)
      await context.stdout.write(
        job.verbose ? longLine(entry, timeZoneOf(context.env['TZ'])) : `${entry.name}\n`,
      );
    else {
      if (job.verbose) await context.stdout.write(`${entry.name}\n`);
      try {
        await extract(context, job, entry, data, directoryTimes);
      } catch (error) {
        if (!isFileError(error)) throw error;
        await context.complain(`${entry.name}: Cannot open: ${errorText(error)}`);
        status = 2;
      }
    }
  }
  // Last, since filling a directory changes its time.
  for (const { path, mtime } of directoryTimes) context.fs.utimes(path, mtime * 1000, mtime * 1000);
  for (const name of wanted) {
    if (found.has(name)) continue;
    await context.complain(`${name}: Not found in archive`);
    status = 2;
  }
  if (status !== 0) await context.complain('Exiting with failure status due to previous errors');
  return status;
}

function longLine(entry: TarMember, zone: TimeZone): string {
  const type = ({ '5': 'directory', '2': 'symlink' } as const)[entry.type] ?? 'file';
  const link = entry.type === '2' ? ` -> ${entry.link}` : '';
  const time = strftime('%Y-%m-%d %H:%M', entry.mtime * 1000, zone);
  return `${modeText(type, entry.mode)} root/root ${String(entry.size).padStart(9)} ${time} ${entry.name}${link}\n`;
}

async function extract(
  context: AppletContext,
  job: ReadJob,
  entry: TarMember,
  data: Uint8Array,
  directoryTimes: { path: string; mtime: number }[],
): Promise<void> {
  const { fs } = context;
  const parts = entry.name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) {
    await context.complain(`${entry.name}: Member name contains '..'`);
    return;
  }
  const kept = parts.slice(job.strip);
  if (kept.length === 0) return;
  if (job.toStdout) {
    if (entry.type === '0') await context.stdout.write(data);
    return;
  }
  const path = `${job.directory}/${kept.join('/')}`;
  const parent = path.slice(0, path.lastIndexOf('/'));
  if (fs.tryStat(parent) === undefined) fs.makeDirectories(parent, 0o777 & ~context.umask);
  const mode = entry.mode & ~context.umask;
  switch (entry.type) {
    case '5':
      if (fs.tryStat(path) === undefined) fs.mkdir(path, mode | 0o700);
      directoryTimes.push({ path, mtime: entry.mtime });
      return;
    case '2':
      fs.remove(path);
      fs.symlink(entry.link, path);
      return;
    case '1':
      fs.remove(path);
      fs.link(`${job.directory}/${entry.link.split('/').slice(job.strip).join('/')}`, path);
      return;
    default: {
      const file = fs.open(path, openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC, mode);
      try {
        file.write(data, 0);
        file.chmod(mode);
        file.utimes(entry.mtime * 1000, entry.mtime * 1000);
      } finally {
        file.close();
      }
    }
  }
}
