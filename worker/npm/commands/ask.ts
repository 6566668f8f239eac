// A question on the terminal, answered by a line.
import type { Session } from '../session.ts';

/** undefined where nobody can be asked: stdin or stdout is no terminal. An empty line means yes. */
export async function askYesNo(session: Session, question: string): Promise<boolean | undefined> {
  const { context, terminal } = session;
  const [stdin, stdout] = context.stdio;
  if (stdin?.kind !== 'tty' || stdout?.kind !== 'tty') return undefined;
  terminal.endProgress();
  stdout.write(new TextEncoder().encode(question));
  const decoder = new TextDecoder();
  const line = await new Promise<string>((resolve) => {
    let text = '';
    stdin.start(
      (chunk) => {
        text += decoder.decode(chunk, { stream: true });
        if (text.includes('\n')) resolve(text);
      },
      () => {
        resolve('n');
      },
    );
  });
  stdin.stop();
  return /^\s*(?:y|yes|)\s*$/i.test(line);
}
