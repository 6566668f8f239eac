// less and more [-FRXSNi] [file…]: shows text a screen at a time, and reads no further than is shown. Where the output is no
// terminal they copy, as cat does.

import { KeyDecoder, type Key } from '../editor/keys.ts';
import { cookedMode, type TtyMode } from '../../os/process-context.ts';
import { Failure, type Applet, type AppletContext, type Terminal } from './applet.ts';
import { forEachInput } from './lines.ts';
import { parseOptions } from './options.ts';
import { PagerText } from './pager-text.ts';

/** Keys come at once and are not shown; ^C still ends what never ends. */
const keyMode: TtyMode = { ...cookedMode, canonical: false, echo: false };
const otherScreen = { enter: '\x1b[?1049h', leave: '\x1b[?1049l' } as const;

export const less: Applet = async (context) => {
  const options = parseOptions(context.name, context.args, { short: 'FRXSNiEnrs' });
  const { terminal, stdin } = context;
  if (options.operands.length === 0 && stdin.isTerminal)
    throw new Failure(`missing filename ("${context.name} --help" for help)`);
  const wanted = context.stdout.isTerminal ? terminal : undefined;
  if (wanted !== undefined)
    return show(context, wanted, options.operands, {
      onlyIfLong: options.has('F') || context.name === 'more',
    });
  const good = await forEachInput(context, options.operands, async (input) => {
    for (let chunk = await input.read(); chunk !== null; chunk = await input.read())
      await context.stdout.write(chunk);
  });
  return good ? 0 : 1;
};

async function show(
  context: AppletContext,
  terminal: Terminal,
  operands: readonly string[],
  { onlyIfLong }: { readonly onlyIfLong: boolean },
): Promise<number> {
  const { stdout } = context;
  // Opened first: a file that is not there is told of on the screen that stays.
  const inputs = (operands.length === 0 ? ['-'] : operands).map((operand) => context.open(operand));
  const text = new PagerText(inputs, terminal);
  terminal.setMode(keyMode);
  try {
    if (onlyIfLong && (await text.fits())) {
      await stdout.write(
        text
          .page()
          .map((row) => `${row}\n`)
          .join(''),
      );
      return 0;
    }
    await stdout.write(otherScreen.enter);
    try {
      await new Pager(context, terminal, text).run();
    } finally {
      await terminal.write(otherScreen.leave);
    }
    return 0;
  } finally {
    terminal.setMode(cookedMode);
  }
}

/** What was typed ahead, or faster than it is read, comes in one piece. */
const singleKeys = (key: Key): readonly Key[] =>
  key.type === 'text' ? Array.from(key.text, (text) => ({ type: 'text', text })) : [key];

class Pager {
  readonly #context: AppletContext;
  readonly #terminal: Terminal;
  readonly #text: PagerText;
  readonly #keys = new KeyDecoder();
  /** What is typed behind `/`; null where nothing is. */
  #typed: string | null = null;
  #pattern = '';
  #message = '';

  constructor(context: AppletContext, terminal: Terminal, text: PagerText) {
    this.#context = context;
    this.#terminal = terminal;
    this.#text = text;
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#draw();
      const bytes = await this.#terminal.input.read();
      if (bytes === null) return;
      for (const key of this.#keys.decode(bytes).flatMap(singleKeys)) if (!(await this.#take(key))) return;
    }
  }

  async #draw(): Promise<void> {
    const { stdout } = this.#context;
    await this.#text.load();
    const rows = this.#text.page().map((row) => `${row}\x1b[K\r\n`);
    const status =
      this.#typed === null ? this.#message || (this.#text.atEnd ? '(END)' : ':') : `/${this.#typed}`;
    await stdout.write(
      `\x1b[H${rows.join('')}\x1b[J\x1b[${String(this.#terminal.rows)};1H\x1b[7m${status}\x1b[m`,
    );
    await stdout.flush();
    this.#message = '';
  }

  /** False where it quits. */
  async #take(key: Key): Promise<boolean> {
    const name = key.type === 'key' ? key.name : key.text;
    if (this.#typed !== null) {
      await this.#typeInto(this.#typed, key);
      return true;
    }
    const page = this.#text.height;
    switch (name) {
      case 'q':
      case 'Q':
        return false;
      case ' ':
      case 'f':
      case 'page-down':
        // more ends with its text.
        if (this.#context.name === 'more' && this.#text.atEnd) return false;
        await this.#text.move(page);
        return true;
      case 'b':
      case 'page-up':
        await this.#text.move(-page);
        return true;
      case 'd':
        await this.#text.move(Math.ceil(page / 2));
        return true;
      case 'u':
        await this.#text.move(-Math.ceil(page / 2));
        return true;
      case 'j':
      case 'enter':
      case 'down':
        await this.#text.move(1);
        return true;
      case 'k':
      case 'up':
        await this.#text.move(-1);
        return true;
      case 'g':
      case '<':
      case 'home':
        await this.#text.move(-Infinity);
        return true;
      case 'G':
      case '>':
      case 'end':
        await this.#text.move(Infinity);
        return true;
      case '/':
        this.#typed = '';
        return true;
      case 'n':
        await this.#search(1);
        return true;
      case 'N':
        await this.#search(-1);
        return true;
      default:
        return true;
    }
  }

  async #typeInto(typed: string, key: Key): Promise<void> {
    if (key.type !== 'key') this.#typed = typed + key.text;
    else if (key.name === 'backspace') this.#typed = typed === '' ? null : typed.slice(0, -1);
    else if (key.name === 'enter') {
      this.#typed = null;
      if (typed !== '') this.#pattern = typed;
      await this.#search(1);
    } else this.#typed = null;
  }

  async #search(direction: 1 | -1): Promise<void> {
    if (this.#pattern === '') this.#message = 'No previous regular expression';
    else if (!(await this.#text.find(this.#pattern, direction))) this.#message = 'Pattern not found';
  }
}
