// xxd [-p] [-r] [-u] [-c columns] [-g bytes] [-l length] [-s offset] [file]: bytes as hexadecimal, and back.

import { Failure, type Applet, type AppletContext, type Input } from './applet.ts';
import { ByteRows } from './byte-rows.ts';
import { lineBatches } from './lines.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

const defaults = { columns: 16, plainColumns: 30, group: 2 } as const;

export const xxd: Applet = async (context) => {
  // xxd's own options have one dash whatever their length.
  const args = context.args.map((arg) =>
    arg.replace(/^-(?:ps|postscript|plain)$/, '-p').replace(/^-revert$/, '-r'),
  );
  const options = parseOptions('xxd', args, { short: 'pruc:g:l:s:' });
  const [file = '-', output] = options.operands;
  if (output !== undefined) throw new Failure(`${output}: an output file is not supported: use > ${output}`);
  const input = context.open(file);
  if (options.has('r')) await (options.has('p') ? fromPlain : fromDump)(context, input);
  else await dump(context, input, options);
  return 0;
};

async function dump(context: AppletContext, input: Input, options: ParsedOptions): Promise<void> {
  const plain = options.has('p');
  const columns = numberOf(options, 'c', plain ? defaults.plainColumns : defaults.columns);
  const group = numberOf(options, 'g', defaults.group);
  const start = numberOf(options, 's', 0);
  let offset = start;
  const line = async (bytes: Uint8Array): Promise<void> => {
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
    const hex = options.has('u') ? digits.map((text) => text.toUpperCase()) : digits;
    if (plain) return context.stdout.write(`${hex.join('')}\n`);
    const shown = hex
      .map((text, index) => (group > 0 && (index + 1) % group === 0 ? `${text} ` : text))
      .join('');
    const width = columns * 2 + (group > 0 ? Math.ceil(columns / group) : 1);
    const characters = [...bytes].map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    );
    const address = offset.toString(16).padStart(8, '0');
    offset += bytes.length;
    return context.stdout.write(`${address}: ${shown.padEnd(width)} ${characters.join('')}\n`);
  };
  const rows = new ByteRows(columns, { skip: start, most: numberOf(options, 'l', Infinity) });
  for (let chunk = await input.read(); chunk !== null && !rows.isFull; chunk = await input.read())
    for (const row of rows.add(chunk)) await line(row);
  if (rows.rest.length > 0) await line(rows.rest);
}

function numberOf(options: ParsedOptions, name: string, missing: number): number {
  const text = options.value(name);
  if (text === undefined) return missing;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || (value === 0 && name === 'c'))
    throw new Failure(`invalid number '${text}' for -${name}`);
  return value;
}

/** Whatever is not a digit is passed over. */
async function fromPlain(context: AppletContext, input: Input): Promise<void> {
  let rest = '';
  for await (const { lines } of lineBatches(input)) {
    const digits = rest + lines.join('').replace(/[^0-9a-fA-F]/g, '');
    const even = digits.length - (digits.length % 2);
    rest = digits.slice(even);
    await context.stdout.write(bytesOf(digits.slice(0, even)));
  }
}

/** A gap between addresses is filled with zeros; to go back is not possible in a stream. */
async function fromDump(context: AppletContext, input: Input): Promise<void> {
  let position = 0;
  for await (const { lines } of lineBatches(input)) {
    for (const line of lines) {
      const match = /^\s*([0-9a-fA-F]+):\s?((?:[0-9a-fA-F]+ ?)*)/.exec(line);
      if (match === null) continue;
      const address = parseInt(match[1] ?? '0', 16);
      if (address < position) throw new Failure('cannot seek backwards');
      const bytes = bytesOf((match[2] ?? '').replaceAll(' ', ''));
      await context.stdout.write(new Uint8Array(address - position));
      await context.stdout.write(bytes);
      position = address + bytes.length;
    }
  }
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
