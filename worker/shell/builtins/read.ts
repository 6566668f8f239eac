// read (POSIX XCU; -p, -n, -s, -t, -d as in bash). Takes exactly one line: what follows it stays for the next reader.

import { cookedMode } from '../../os/process-context.ts';
import type { Frame } from '../interpreter/frame.ts';
import { writeText } from '../interpreter/shell.ts';
import { parseOptions } from '../commands/options.ts';
import { Failure } from '../commands/applet.ts';
import { Interrupted } from '../stream/interrupted.ts';
import { joinBytes } from '../../os/concat-bytes.ts';
import { decodeText } from '../stream/text.ts';
import type { Description } from '../stream/description.ts';
import { fail, type Builtin } from './builtin.ts';

export const read: Builtin = async (frame, args) => {
  const options = parse(args);
  const input = frame.fds.get(Number(options.value('u') ?? 0));
  if (input === undefined) fail('read: Bad file descriptor');
  const prompt = options.value('p');
  if (prompt !== undefined && input.tty !== undefined) await writeText(frame.fds.get(2), prompt);
  const silent = options.has('s') ? input.tty : undefined;
  silent?.setMode({ ...cookedMode, echo: false });
  try {
    return await readLine(frame, input, options);
  } finally {
    silent?.setMode(cookedMode);
  }
};

function parse(args: readonly string[]): ReturnType<typeof parseOptions> {
  try {
    return parseOptions('read', args, { short: 'rp:n:N:st:d:u:a:', posix: true });
  } catch (error) {
    if (error instanceof Failure) fail(`read: ${error.message.split('\n', 1)[0] ?? ''}`, 2);
    throw error;
  }
}

async function readLine(
  frame: Frame,
  input: Description,
  options: ReturnType<typeof parseOptions>,
): Promise<number> {
  const { state } = frame;
  const raw = options.has('r');
  const limit = Number(options.value('n') ?? options.value('N') ?? Infinity);
  const delimiter = (options.value('d') ?? '\n').charCodeAt(0) || 0;
  const control = frame.job?.control;
  const signal = timeLimit(control?.signal, options.value('t'));
  const bytes: Uint8Array[] = [];
  let complete = false;
  try {
    while (!complete) {
      const chunk =
        control === undefined || options.has('t')
          ? await input.read(signal)
          : await control.retry((phase) => input.read(phase));
      if (chunk === null) break;
      const end = lineEnd([...bytes, chunk], chunk, delimiter, raw);
      const taken = Math.min(end === -1 ? chunk.length : end, limit - count(bytes));
      bytes.push(chunk.subarray(0, taken));
      complete = end !== -1 || count(bytes) >= limit;
      const skip = end !== -1 && taken === end ? 1 : 0;
      if (complete) input.unread(chunk.subarray(taken + skip));
    }
  } catch (error) {
    if (error instanceof Interrupted && control?.signal.aborted === false) return 142;
    throw error;
  }
  assignFields(state, decodeText(joinBytes(bytes)), options.operands, raw);
  return complete ? 0 : 1;
}

function count(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

/** Index in `chunk` of the delimiter that ends the line; a backslash before it makes it part of the line. */
function lineEnd(all: readonly Uint8Array[], chunk: Uint8Array, delimiter: number, raw: boolean): number {
  const backslash = 0x5c;
  const offset = count(all) - chunk.length;
  const whole = raw ? chunk : joinBytes(all);
  let from = raw ? 0 : offset;
  for (;;) {
    const at = whole.indexOf(delimiter, from);
    if (at === -1) return -1;
    let escapes = 0;
    while (!raw && whole[at - 1 - escapes] === backslash) escapes += 1;
    if (escapes % 2 === 0) return raw ? at : at - offset;
    from = at + 1;
  }
}

function timeLimit(signal: AbortSignal | undefined, seconds: string | undefined): AbortSignal {
  const signals = signal === undefined ? [] : [signal];
  if (seconds !== undefined) signals.push(AbortSignal.timeout(Number(seconds) * 1000));
  return AbortSignal.any(signals);
}

/** Field splitting where the last name takes the rest of the line. */
function assignFields(state: Frame['state'], line: string, names: readonly string[], raw: boolean): void {
  const ifs = state.variables.get('IFS') ?? ' \t\n';
  const targets = names.length === 0 ? ['REPLY'] : names;
  // Each character with whether it was quoted by a backslash.
  const chars: { char: string; quoted: boolean }[] = [];
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (raw || char !== '\\') chars.push({ char, quoted: false });
    else {
      index += 1;
      const next = line.charAt(index);
      if (next !== '\n' && next !== '') chars.push({ char: next, quoted: true });
    }
  }
  const isSpace = (at: number): boolean => {
    const entry = chars[at];
    return entry !== undefined && !entry.quoted && /[ \t\n]/.test(entry.char) && ifs.includes(entry.char);
  };
  const isSeparator = (at: number): boolean => {
    const entry = chars[at];
    return entry !== undefined && !entry.quoted && ifs.includes(entry.char);
  };
  let position = 0;
  const skipSpace = (): void => {
    while (isSpace(position)) position += 1;
  };
  if (names.length > 0) skipSpace();
  targets.forEach((name, index) => {
    if (index === targets.length - 1) {
      let end = chars.length;
      if (names.length > 0) {
        while (end > position && isSpace(end - 1)) end -= 1;
        // One separator at the very end belongs to the field before it.
        const fields = chars
          .slice(position, end)
          .filter((_, at) => isSeparator(position + at) && !isSpace(position + at));
        if (fields.length === 1 && end > position && isSeparator(end - 1)) end -= 1;
      }
      state.variables.set(name, text(position, end));
      return;
    }
    const start = position;
    while (position < chars.length && !isSeparator(position)) position += 1;
    state.variables.set(name, text(start, position));
    skipSpace();
    if (isSeparator(position)) position += 1;
    skipSpace();
  });

  function text(from: number, to: number): string {
    return chars
      .slice(from, to)
      .map(({ char }) => char)
      .join('');
  }
}
