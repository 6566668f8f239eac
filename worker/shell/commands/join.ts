// join [-i] [-1 field] [-2 field] [-j field] [-t character] [-a file] [-v file] [-e text] [-o list] file file: lines of two
// sorted files that have a field in common (POSIX XCU, join).

import { Failure, type Applet, type AppletContext } from './applet.ts';
import { readAllText } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';

type Fields = readonly string[];

export const join: Applet = async (context) => {
  const options = parseOptions('join', context.args, {
    short: '1:2:j:t:a:v:e:o:i',
    long: { 'ignore-case': 'i' },
  });
  const [first, second, extra] = options.operands;
  if (first === undefined) throw missingOperand('join');
  if (second === undefined)
    throw new Failure(`missing operand after ‘${first}’\nTry 'join --help' for more information.`);
  if (extra !== undefined)
    throw new Failure(`extra operand '${extra}'\nTry 'join --help' for more information.`);
  const field = (name: '1' | '2'): number => {
    const text = options.value(name) ?? options.value('j') ?? '1';
    if (!/^[1-9]\d*$/.test(text)) throw new Failure(`invalid field number: ‘${text}’`);
    return Number(text) - 1;
  };
  const separator = options.value('t');
  const at = [field('1'), field('2')] as const;
  const left = await fieldsOf(context, first, separator);
  const right = await fieldsOf(context, second, separator);
  const key = (row: Fields | undefined, side: 0 | 1): string => {
    const text = row?.[at[side]] ?? '';
    return options.has('i') ? text.toLowerCase() : text;
  };
  const unpaired = (side: '1' | '2'): boolean =>
    options.values('a').includes(side) || options.values('v').includes(side);
  const empty = options.value('e') ?? '';
  const list = options.value('o')?.split(/[ ,]+/);
  const write = (a: Fields | null, b: Fields | null): Promise<void> => {
    const shared = a?.[at[0]] ?? b?.[at[1]] ?? '';
    const without = (row: Fields | null, side: 0 | 1): Fields =>
      row?.filter((_, index) => index !== at[side]) ?? [];
    const cells =
      list === undefined
        ? [shared, ...without(a, 0), ...without(b, 1)]
        : list.map((item) => {
            const [, file, nth] = /^(?:0|([12])\.([1-9]\d*))$/.exec(item) ?? fail(item);
            return file === undefined ? shared : ((file === '1' ? a : b)?.[Number(nth) - 1] ?? '');
          });
    const shown = cells.map((cell) => (cell === '' ? empty : cell));
    return context.stdout.write(`${shown.join(separator ?? ' ')}\n`);
  };
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (b === undefined || (a !== undefined && key(a, 0) < key(b, 1))) {
      if (unpaired('1')) await write(a ?? null, null);
      i += 1;
    } else if (a === undefined || key(b, 1) < key(a, 0)) {
      if (unpaired('2')) await write(null, b);
      j += 1;
    } else {
      const shared = key(a, 0);
      const others: Fields[] = [];
      for (; j < right.length && key(right[j], 1) === shared; j += 1) others.push(right[j] ?? []);
      for (; i < left.length && key(left[i], 0) === shared; i += 1)
        if (!options.has('v')) for (const other of others) await write(left[i] ?? [], other);
    }
  }
  return 0;
};

function fail(item: string): never {
  throw new Failure(`invalid field specifier: ‘${item}’`);
}

async function fieldsOf(
  context: AppletContext,
  operand: string,
  separator: string | undefined,
): Promise<Fields[]> {
  const lines = (await readAllText(context.open(operand))).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator)));
}
