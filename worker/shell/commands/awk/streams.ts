// What a program reads and writes beside the main input: files and commands, by the text that named them, open until
// close() or the end (POSIX XCU, awk: "Output Statements", "Input/Output and General Functions").

import { openFlags } from '../../../vfs/filesystem.ts';
import { encodeText } from '../../stream/text.ts';
import { Failure, type AppletContext } from '../applet.ts';
import { errorText } from '../error-text.ts';
import { isFileError } from '../lines.ts';
import { RecordReader } from './record-reader.ts';
import type { Redirection } from './syntax.ts';

interface Writer {
  write(text: string): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<number>;
}

interface Reader {
  readonly records: RecordReader;
  close(): Promise<number>;
}

/** A file is written in pieces of this many characters. */
const bufferSize = 32 * 1024;
/** So much is printed before it is handed on. */
const printedSize = 16 * 1024;

export class Streams {
  readonly #context: AppletContext;
  readonly #writers = new Map<string, Writer>();
  readonly #readers = new Map<string, Reader>();
  #printed = '';

  constructor(context: AppletContext) {
    this.#context = context;
  }

  /** To the standard output, at the next `drain`. */
  print(text: string): void {
    this.#printed += text;
  }

  get full(): boolean {
    return this.#printed.length >= printedSize;
  }

  /** Hands on what was printed: to be called before anything waits. */
  async drain(): Promise<void> {
    if (this.#printed === '') return;
    const text = this.#printed;
    this.#printed = '';
    await this.#context.stdout.write(text);
  }

  async write(kind: Redirection['kind'], name: string, text: string): Promise<void> {
    let writer = this.#writers.get(name);
    if (writer === undefined) {
      writer = kind === '|' ? await this.#command(name) : this.#file(name, kind === '>>');
      this.#writers.set(name, writer);
    }
    await writer.write(text);
  }

  /** A command's output; one that runs already goes on. */
  async commandRecords(command: string): Promise<RecordReader> {
    const known = this.#readers.get(command);
    if (known !== undefined) return known.records;
    await this.flush();
    const child = this.#context.readFrom(['sh', '-c', command]);
    const records = new RecordReader(child.input);
    this.#readers.set(command, { records, close: () => child.close() });
    return records;
  }

  /** A file's records; undefined where it cannot be read. */
  fileRecords(name: string): RecordReader | undefined {
    const known = this.#readers.get(name);
    if (known !== undefined) return known.records;
    const records = openRecords(this.#context, name);
    if (records instanceof Error) return undefined;
    const close = async (): Promise<number> => {
      records.close();
      return 0;
    };
    this.#readers.set(name, { records, close });
    return records;
  }

  /** The next record of a command or file, or null after the last one. */
  async next(records: RecordReader, separator: string): Promise<string | null> {
    for (;;) {
      const record = records.take(separator);
      if (record !== undefined) return record;
      await this.drain();
      await records.fill();
    }
  }

  async system(command: string): Promise<number> {
    await this.flush();
    return this.#context.run(['sh', '-c', command]);
  }

  /** Everything that was written, to where it goes. */
  async flush(): Promise<void> {
    await this.drain();
    await this.#context.stdout.flush();
    for (const writer of this.#writers.values()) await writer.flush();
  }

  /** What the command exited with, 0 for a file; -1 where nothing of that name is open. */
  async close(name: string): Promise<number> {
    await this.drain();
    const [writer, reader] = [this.#writers.get(name), this.#readers.get(name)];
    this.#writers.delete(name);
    this.#readers.delete(name);
    const written = await writer?.close();
    return (await reader?.close()) ?? written ?? -1;
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.#writers.keys(), ...this.#readers.keys()]) await this.close(name);
  }

  async #command(command: string): Promise<Writer> {
    await this.flush();
    const child = this.#context.writeTo(['sh', '-c', command]);
    return {
      write: (text) => child.output.write(text),
      flush: () => child.output.flush(),
      close: () => child.close(),
    };
  }

  #file(name: string, append: boolean): Writer {
    const context = this.#context;
    const device = this.#device(name);
    if (device !== undefined) return device;
    const flags = openFlags.O_WRONLY | openFlags.O_CREAT | (append ? openFlags.O_APPEND : openFlags.O_TRUNC);
    try {
      const file = context.fs.open(context.resolve(name), flags, 0o666 & ~context.umask);
      let pending = '';
      const flush = async (): Promise<void> => {
        if (pending !== '') file.write(encodeText(pending), null);
        pending = '';
      };
      return {
        write: async (text) => {
          pending += text;
          if (pending.length >= bufferSize) await flush();
        },
        flush,
        close: async () => {
          await flush();
          file.close();
          return 0;
        },
      };
    } catch (error) {
      if (!isFileError(error)) throw error;
      throw new Failure(`cannot open "${name}" for output (${errorText(error)})`, 2);
    }
  }

  /** The names that stand for streams which are open already. */
  #device(name: string): Writer | undefined {
    const [streams, inherited] = [this, this.#context.inherited(name)];
    const nothing = async (): Promise<void> => {};
    switch (name) {
      case '-':
      case '/dev/stdout':
        return {
          write: async (text) => streams.print(text),
          flush: () => streams.drain(),
          close: async () => 0,
        };
      case '/dev/null':
        return { write: nothing, flush: nothing, close: async () => 0 };
      default:
        return inherited === undefined
          ? undefined
          : {
              write: async (text) => {
                await inherited.write(text);
                await inherited.flush();
              },
              flush: nothing,
              close: async () => 0,
            };
    }
  }
}

/** `-` is the standard input. */
export function openRecords(context: AppletContext, name: string): RecordReader | Error {
  try {
    if (name !== '-' && context.fs.tryStat(context.resolve(name))?.type === 'directory')
      return new Error('Is a directory');
    return new RecordReader(context.open(name));
  } catch (error) {
    if (!isFileError(error) || !(error instanceof Error)) throw error;
    return new Error(errorText(error));
  }
}
