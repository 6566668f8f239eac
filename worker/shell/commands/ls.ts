// ls -l -a -A -1 -C -R -h -t -r -S -d -F -p -i -n --color.

import { timeZoneOf, type TimeZone } from '../../os/time-zone.ts';
import type { Stats } from '../../vfs/filesystem.ts';
import { formatColumns } from '../editor/completion-format.ts';
import type { Applet, AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { humanSize } from './human-size.ts';
import { isFileError } from './lines.ts';
import { modeText } from './mode.ts';
import { parseOptions, type ParsedOptions } from './options.ts';
import { strftime } from './strftime.ts';
import { userName } from './machine.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stats: Stats;
}

/** Recent enough for the time of day: half a year, as GNU's. */
const recentMs = 182 * 24 * 3_600_000;

export const ls: Applet = async (context) => {
  const options = parseOptions('ls', context.args, {
    short: 'laA1CRhtrSdFpinUGgo',
    long: {
      all: 'a',
      'almost-all': 'A',
      recursive: 'R',
      'human-readable': 'h',
      reverse: 'r',
      directory: 'd',
      classify: 'F',
      inode: 'i',
      'color=?': 'color',
    },
    code: 2,
  });
  const files: Entry[] = [];
  const directories: Entry[] = [];
  let status = 0;
  for (const operand of options.operands.length === 0 ? ['.'] : options.operands) {
    const path = context.resolve(operand);
    try {
      const own = context.fs.lstat(path);
      const followed =
        own.type === 'symlink' && !options.has('l') && !options.has('d')
          ? (context.fs.tryStat(path) ?? own)
          : own;
      const target = followed.type === 'directory' && !options.has('d') ? directories : files;
      target.push({ name: operand, path, stats: followed });
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`cannot access '${operand}': ${errorText(error)}`);
      status = 2;
    }
  }
  const listing = new Listing(context, options);
  if (files.length > 0) await listing.show(listing.sort(files), false);
  const headings = options.operands.length > 1 || options.has('R');
  for (const [index, directory] of listing.sort(directories).entries()) {
    if (index > 0 || files.length > 0) await context.stdout.write('\n');
    if (!(await listing.directory(directory, headings))) status = 2;
  }
  return status;
};

class Listing {
  readonly #context: AppletContext;
  readonly #options: ParsedOptions;
  readonly #color: boolean;

  constructor(context: AppletContext, options: ParsedOptions) {
    this.#context = context;
    this.#options = options;
    const when = options.value('color') ?? 'auto';
    this.#color =
      when === 'always' ||
      (when === '' && options.has('color')) ||
      (when === 'auto' && context.stdout.isTerminal);
  }

  sort(entries: readonly Entry[]): Entry[] {
    const options = this.#options;
    if (options.has('U')) return [...entries];
    const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    const order = options.has('S')
      ? (a: Entry, b: Entry): number => b.stats.size - a.stats.size || byName(a, b)
      : options.has('t')
        ? (a: Entry, b: Entry): number => b.stats.mtimeMs - a.stats.mtimeMs || byName(a, b)
        : byName;
    const sorted = [...entries].sort(order);
    return options.has('r') ? sorted.reverse() : sorted;
  }

  async directory(directory: Entry, heading: boolean): Promise<boolean> {
    const { fs, stdout } = this.#context;
    const options = this.#options;
    await this.#context.breathe();
    if (heading) await stdout.write(`${directory.name}:\n`);
    let entries: Entry[];
    try {
      entries = fs
        .readdir(directory.path)
        .filter(({ name }) => !name.startsWith('.') || options.has('a') || options.has('A'))
        .map(({ name }) => ({
          name,
          path: `${directory.path}/${name}`,
          stats: fs.lstat(`${directory.path}/${name}`),
        }));
    } catch (error) {
      if (!isFileError(error)) throw error;
      await this.#context.complain(`cannot open directory '${directory.name}': ${errorText(error)}`);
      return false;
    }
    if (options.has('a')) {
      for (const name of ['.', '..'])
        entries.push({
          name,
          path: `${directory.path}/${name}`,
          stats: fs.stat(`${directory.path}/${name}`),
        });
    }
    const sorted = this.sort(entries);
    await this.show(sorted, true);
    if (!options.has('R')) return true;
    let good = true;
    for (const entry of sorted) {
      if (entry.stats.type !== 'directory' || entry.name === '.' || entry.name === '..') continue;
      await stdout.write('\n');
      const name = `${directory.name.replace(/(?<=.)\/$/, '')}/${entry.name}`;
      if (!(await this.directory({ ...entry, name }, true))) good = false;
    }
    return good;
  }

  async show(entries: readonly Entry[], total: boolean): Promise<void> {
    const options = this.#options;
    const { stdout } = this.#context;
    if (['l', 'n', 'g', 'o'].some((name) => options.has(name))) {
      await stdout.write(this.#long(entries, total));
      return;
    }
    const inode = ({ stats }: Entry): string => (options.has('i') ? `${String(stats.ino)} ` : '');
    const labels = entries.map((entry) => inode(entry) + this.#label(entry));
    const columns = options.has('C') || (stdout.isTerminal && !options.has('1'));
    if (labels.length === 0) return;
    await stdout.write(columns ? formatColumns(labels, stdout.columns) : `${labels.join('\n')}\n`);
  }

  #long(entries: readonly Entry[], total: boolean): string {
    const options = this.#options;
    const size = (bytes: number): string => (options.has('h') ? humanSize(bytes) : String(bytes));
    const rows = entries.map((entry) => ({
      entry,
      links: String(entry.stats.nlink),
      size: size(entry.stats.size),
      inode: String(entry.stats.ino),
    }));
    const width = (key: 'links' | 'size' | 'inode'): number =>
      Math.max(0, ...rows.map((row) => row[key].length));
    const owner = options.has('n') ? '0' : userName;
    const owners = [...(options.has('g') ? [] : [owner]), ...(options.has('o') ? [] : [owner])].join(' ');
    // Blocks of 4 KB, the unit of most filesystems.
    const blocks = entries.reduce((sum, { stats }) => sum + Math.ceil(stats.size / 4096) * 4, 0);
    const head = total ? `total ${options.has('h') ? humanSize(blocks * 1024) : String(blocks)}\n` : '';
    const zone = timeZoneOf(this.#context.env['TZ']);
    const lines = rows.map((row) => {
      const { stats } = row.entry;
      const inode = options.has('i') ? `${row.inode.padStart(width('inode'))} ` : '';
      const link = stats.type === 'symlink' ? ` -> ${this.#context.fs.readlink(row.entry.path)}` : '';
      const columns = [
        modeText(stats.type, stats.mode),
        row.links.padStart(width('links')),
        owners,
        row.size.padStart(width('size')),
        timeText(stats.mtimeMs, zone),
      ];
      return `${inode}${columns.filter((column) => column !== '').join(' ')} ${this.#label(row.entry)}${link}\n`;
    });
    return head + lines.join('');
  }

  #label({ name, path, stats }: Entry): string {
    const options = this.#options;
    const executable = stats.type === 'file' && (stats.mode & 0o111) !== 0;
    const mark =
      stats.type === 'directory' && (options.has('F') || options.has('p'))
        ? '/'
        : !options.has('F')
          ? ''
          : stats.type === 'symlink' && !options.has('l')
            ? '@'
            : executable
              ? '*'
              : '';
    const shown =
      this.#context.stdout.isTerminal && /[\s'"\\$`&|;<>()*?[\]{}!#]/.test(name) ? quote(name) : name;
    if (!this.#color) return shown + mark;
    const dangling = stats.type === 'symlink' && this.#context.fs.tryStat(path) === undefined;
    const color =
      stats.type === 'directory'
        ? '1;34'
        : dangling
          ? '1;31'
          : stats.type === 'symlink'
            ? '1;36'
            : executable
              ? '1;32'
              : '';
    return color === '' ? shown + mark : `\x1b[${color}m${shown}\x1b[0m${mark}`;
  }
}

function quote(name: string): string {
  return name.includes("'") ? `"${name.replace(/["\\$`]/g, '\\$&')}"` : `'${name}'`;
}

function timeText(ms: number, zone: TimeZone): string {
  const age = Date.now() - ms;
  return strftime(age > recentMs || age < -60_000 ? '%b %e  %Y' : '%b %e %H:%M', ms, zone);
}
