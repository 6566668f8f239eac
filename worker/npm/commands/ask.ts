// Questions on the terminal, each answered by a line. The tty's own line editing serves: npm asks nothing secret.
import { Interrupted } from '../npm-error.ts';
import type { Session } from '../session.ts';

/** The answers of one run of npm; a piped stdin may bring several at once. Dispose it to leave the rest to others. */
export class Answers implements Disposable {
  #text = '';
  #ended = false;
  #arrived: () => void = () => undefined;
  readonly #stdin;

  constructor(private readonly session: Session) {
    this.#stdin = session.context.stdio[0];
    const { terminal } = session;
    terminal.endProgress();
    const stdin = this.#stdin;
    if (stdin === undefined || !('start' in stdin)) {
      this.#ended = true;
      return;
    }
    const decoder = new TextDecoder();
    stdin.start(
      (chunk) => {
        this.#text += decoder.decode(chunk, { stream: true });
        this.#arrived();
      },
      () => {
        this.#ended = true;
        this.#arrived();
      },
    );
  }

  /** The line that is typed; undefined at the end of the input. Rejects with Interrupted on Ctrl-C. */
  async next(question: string): Promise<string | undefined> {
    const { terminal, signal } = this.session;
    terminal.prompt(question);
    for (;;) {
      if (signal.aborted) throw new Interrupted();
      const end = this.#text.indexOf('\n');
      if (end !== -1) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return line.replace(/\r$/, '');
      }
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  [Symbol.dispose](): void {
    const stdin = this.#stdin;
    if (stdin === undefined || !('stop' in stdin)) return;
    stdin.stop();
    if (this.#text !== '') stdin.unread?.(new TextEncoder().encode(this.#text));
  }
}

/** undefined where nobody can be asked: stdin or stdout is no terminal. An empty line means yes. */
export async function askYesNo(session: Session, question: string): Promise<boolean | undefined> {
  const [stdin, stdout] = session.context.stdio;
  if (stdin?.kind !== 'tty' || stdout?.kind !== 'tty') return undefined;
  using answers = new Answers(session);
  const line = await answers.next(question);
  return line !== undefined && /^\s*(?:y|yes|)\s*$/i.test(line);
}
