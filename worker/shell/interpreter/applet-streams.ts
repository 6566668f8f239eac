// What an applet reads and writes: descriptions, with the output gathered until there is much of it or the applet waits.

import type { Input, Output, Terminal } from '../commands/applet.ts';
import { breathe } from '../stream/breathe.ts';
import type { Control } from '../stream/control.ts';
import type { Description } from '../stream/description.ts';
import { joinBytes } from '../../os/concat-bytes.ts';
import { encodeText } from '../stream/text.ts';
import { writeText } from './shell.ts';

/** What is written is sent on in pieces of this size, or before the applet waits. */
const bufferSize = 32 * 1024;
const [defaultColumns, defaultRows] = [80, 24];

export function inputOf(
  description: Description,
  control: Control,
  flush: () => Promise<void>,
  close = (): void => description.close(),
): Input {
  return {
    isTerminal: description.tty !== undefined,
    read: async () => {
      await flush();
      return control.retry((phase) => description.read(phase));
    },
    unread: (bytes) => description.unread(bytes),
    close,
  };
}

export class BufferedOutput implements Output {
  readonly #description: Description | undefined;
  readonly #control: Control;
  #chunks: Uint8Array[] = [];
  #text = '';
  #size = 0;

  constructor(description: Description | undefined, control: Control) {
    this.#description = description;
    this.#control = control;
  }

  get isTerminal(): boolean {
    return this.#description?.tty !== undefined;
  }

  get columns(): number {
    return this.#description?.tty?.size().cols || defaultColumns;
  }

  async write(data: string | Uint8Array): Promise<void> {
    if (typeof data === 'string') this.#text += data;
    else {
      this.#takeText();
      this.#chunks.push(data);
    }
    this.#size += data.length;
    if (this.#size >= bufferSize) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#size === 0) return;
    this.#takeText();
    const bytes = joinBytes(this.#chunks);
    this.#chunks = [];
    this.#size = 0;
    await breathe();
    await this.#control.running();
    await this.#description?.write(bytes, this.#control.signal);
  }

  #takeText(): void {
    if (this.#text === '') return;
    this.#chunks.push(encodeText(this.#text));
    this.#text = '';
  }
}

/** Undefined where none of the descriptions is one. */
export function terminalOf(
  descriptions: Iterable<Description>,
  control: Control,
  flush: () => Promise<void>,
): Terminal | undefined {
  const description = [...descriptions].find(({ tty }) => tty !== undefined);
  const tty = description?.tty;
  if (description === undefined || tty === undefined) return undefined;
  return {
    get columns() {
      return tty.size().cols || defaultColumns;
    },
    get rows() {
      return tty.size().rows || defaultRows;
    },
    input: inputOf(description, control, flush, () => {}),
    setMode: (mode) => tty.setMode(mode),
    write: (text) => writeText(description, text),
  };
}
