// What a builtin is: a command with access to the frame. Its redirections are already in `frame.fds`.

import type { Frame } from '../interpreter/frame.ts';
import { ShellError } from '../interpreter/shell-error.ts';
import { writeText } from '../interpreter/shell.ts';

export type Builtin = (frame: Frame, args: readonly string[]) => Promise<number>;

export async function print(frame: Frame, text: string): Promise<void> {
  await writeText(frame.fds.get(1), text);
}

/** A failure of the builtin: `jsh: cd: x: …`. */
export function fail(message: string, status = 1): never {
  throw new ShellError(message, status, false);
}

/** A word that the shell would read back as the same text. */
export function quoteWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
