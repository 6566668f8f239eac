// Runs a text in a frame, line by line: scripts, `-c`, `eval`, `.`, traps. A line's aliases and options hold for the next.

import { parserOf } from '../parser/parser.ts';
import { ShellSyntaxError } from '../lexer/syntax-error.ts';
import type { List } from '../parser/ast.ts';
import { runList } from './execute.ts';
import type { Frame } from './frame.ts';
import { ShellError } from './shell-error.ts';
import { writeText } from './shell.ts';

export async function evaluate(frame: Frame, source: string): Promise<number> {
  const { state } = frame;
  const parser = parserOf(source, { aliases: state.aliases, complete: true });
  let ran = false;
  for (;;) {
    const list = nextLine(source, () => parser.nextLine());
    if (list === null) return ran ? state.status : 0;
    ran = true;
    if (state.options.verbose)
      await writeText(frame.fds.get(2), `${list.map(({ text }) => text).join('; ')}\n`);
    if (!state.options.noexec) await runList(frame, list);
  }
}

function nextLine(source: string, parse: () => List | null): List | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    const where = source.trimEnd().includes('\n') ? `line ${String(error.line)}: ` : '';
    throw new ShellError(where + error.message, 2, true);
  }
}
