// Lines of a stream, in batches as they arrive, without ever holding the whole: the base of the text applets.

import { joinBytes } from '../../os/concat-bytes.ts';
import { decodeText } from '../stream/text.ts';
import type { AppletContext, Input } from './applet.ts';
import { errorText } from './error-text.ts';

export interface LineBatch {
  /** Without their newlines. */
  readonly lines: readonly string[];
  /** The last line of the batch had no newline: it is the input's last one. */
  readonly unterminated: boolean;
}

export async function* lineBatches(input: Input, separator = '\n'): AsyncGenerator<LineBatch> {
  const end = separator.charCodeAt(0);
  let rest: Uint8Array[] = [];
  for (;;) {
    const chunk = await input.read();
    if (chunk === null) break;
    const last = chunk.lastIndexOf(end);
    if (last === -1) {
      rest.push(chunk);
      continue;
    }
    const whole = joinBytes([...rest, chunk.subarray(0, last)]);
    rest = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
    yield { lines: decodeText(whole).split(separator), unterminated: false };
  }
  if (rest.length > 0) yield { lines: [decodeText(joinBytes(rest))], unterminated: true };
}

export async function readAllBytes(input: Input): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await input.read();
    if (chunk === null) return joinBytes(chunks);
    chunks.push(chunk);
  }
}

export async function readAllText(input: Input): Promise<string> {
  return decodeText(await readAllBytes(input));
}

/** Opens each operand in turn (the standard input where there is none); says so where one cannot be. False if any failed. */
export async function forEachInput(
  context: AppletContext,
  operands: readonly string[],
  use: (input: Input, operand: string) => Promise<void>,
): Promise<boolean> {
  let good = true;
  for (const operand of operands.length === 0 ? ['-'] : operands) {
    try {
      const stats = operand === '-' ? undefined : context.fs.tryStat(context.resolve(operand));
      if (stats?.type === 'directory') {
        await context.complain(`${operand}: Is a directory`);
        good = false;
        continue;
      }
      await use(context.open(operand), operand);
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`${operand}: ${errorText(error)}`);
      good = false;
    }
  }
  return good;
}

export function isFileError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error;
}
