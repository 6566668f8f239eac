// od -A -t -N -j -v, and the older -a -b -c -d -o -x: bytes as numbers and characters (POSIX XCU, od).

import { Failure, type Applet } from './applet.ts';
import { ByteRows } from './byte-rows.ts';
import { countOf } from './count.ts';
import { forEachInput } from './lines.ts';
import { parseOptions } from './options.ts';
import { fieldText, formatsOf, type OdFormat } from './od-format.ts';

const lineSize = 16;
const older: Readonly<Record<string, string>> = { b: 'o1', c: 'c', d: 'u2', o: 'o2', x: 'x2', a: 'a' };
const radixes: Readonly<Record<string, number>> = { d: 10, o: 8, x: 16 };
/** Digits of an address. */
const addressWidths: Readonly<Record<string, number>> = { d: 7, o: 7, x: 6 };

export const od: Applet = async (context) => {
  const options = parseOptions('od', context.args, {
    short: 'A:t:N:j:vabcdox',
    long: {
      'address-radix=': 'A',
      'format=': 't',
      'read-bytes=': 'N',
      'skip-bytes=': 'j',
      'output-duplicates': 'v',
    },
  });
  const radix = options.value('A') ?? 'o';
  if (radix !== 'n' && radixes[radix] === undefined)
    throw new Failure(`invalid output address radix '${radix}'; it must be one character from [doxn]`);
  const given = options.values('t');
  let nth = 0;
  const specs = options.order.flatMap((name) => {
    if (name === 't') return given[nth++] ?? '';
    return older[name] ?? [];
  });
  const formats = (specs.length === 0 ? ['o2'] : specs).flatMap(formatsOf);
  const skip = sizeOf(options.value('j') ?? '0');
  const most = options.has('N') ? sizeOf(options.value('N') ?? '') : Infinity;
  const width = Math.max(...formats.map((format) => (lineSize / format.size) * (format.width + 1)));
  const address = (offset: number): string =>
    radix === 'n' ? '' : offset.toString(radixes[radix]).padStart(addressWidths[radix] ?? 0, '0');
  let offset = skip;
  let before = '';
  let starred = false;
  const line = async (bytes: Uint8Array): Promise<void> => {
    const key = bytes.join();
    if (key === before && bytes.length === lineSize && !options.has('v')) {
      if (!starred) await context.stdout.write('*\n');
      starred = true;
    } else {
      for (const [index, format] of formats.entries()) {
        const start = index === 0 ? address(offset) : ' '.repeat(address(offset).length);
        await context.stdout.write(`${start}${lineText(bytes, format, width)}\n`);
      }
      starred = false;
    }
    before = key;
    offset += bytes.length;
  };
  const rows = new ByteRows(lineSize, { skip, most });
  const good = await forEachInput(context, options.operands, async (input) => {
    for (let chunk = await input.read(); chunk !== null && !rows.isFull; chunk = await input.read())
      for (const row of rows.add(chunk)) await line(row);
  });
  if (rows.rest.length > 0) await line(rows.rest);
  if (radix !== 'n') await context.stdout.write(`${address(offset)}\n`);
  return good ? 0 : 1;
};

function lineText(bytes: Uint8Array, format: OdFormat, width: number): string {
  const { size } = format;
  const column = width / (lineSize / size);
  const padded = new Uint8Array(Math.ceil(bytes.length / size) * size);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  let text = '';
  for (let at = 0; at < padded.length; at += size) text += fieldText(view, at, format).padStart(column);
  return text;
}

function sizeOf(text: string): number {
  const size = /^0x/i.test(text) ? Number(text) : countOf(text);
  if (size === undefined || Number.isNaN(size)) throw new Failure(`invalid argument '${text}'`);
  return size;
}
