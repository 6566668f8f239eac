// df -h -k: the origin's storage quota, which is the disk here.

import { Failure, type Applet } from './applet.ts';
import { humanSize } from './human-size.ts';
import { parseOptions } from './options.ts';

export const df: Applet = async (context) => {
  const options = parseOptions('df', context.args, { short: 'hkPTa', long: { 'human-readable': 'h' } });
  const storage: StorageManager | undefined = navigator.storage;
  if (storage === undefined) throw new Failure('this browser does not tell the storage quota');
  const { quota, usage } = await storage.estimate();
  if (quota === undefined || usage === undefined)
    throw new Failure('this browser does not tell the storage quota');
  const text = (bytes: number): string =>
    options.has('h') ? humanSize(bytes) : String(Math.ceil(bytes / 1024));
  const row = [
    text(quota),
    text(usage),
    text(quota - usage),
    `${String(Math.ceil((usage / Math.max(1, quota)) * 100))}%`,
  ];
  const heads = [options.has('h') ? 'Size' : '1K-blocks', 'Used', 'Available', 'Use%'];
  const widths = heads.map((head, index) => Math.max(head.length, row[index]?.length ?? 0));
  const line = (name: string, cells: readonly string[], mount: string): string =>
    `${name.padEnd(14)} ${cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join(' ')} ${mount}\n`;
  await context.stdout.write(line('Filesystem', heads, 'Mounted on') + line('holdfast', row, '/'));
  return 0;
};
