// What an applet is: one command as an async function over streams. It runs inside jsh as a coroutine of a pipeline, or
// as the only thing of a process that was started under its name; it cannot tell which.

import type { Syscalls, TtyMode } from '../../os/process-context.ts';
import type { ExitStatus } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';

export interface Input {
  readonly isTerminal: boolean;
  /** The next bytes; null at the end. What was written so far is flushed before it waits. */
  read(): Promise<Uint8Array | null>;
  /** Puts bytes back for the next reader of the same description. */
  unread(bytes: Uint8Array): void;
  /** Lets go of what was opened for the applet before it ends, which does it in any case. */
  close(): void;
}

export interface Output {
  readonly isTerminal: boolean;
  /** Of the terminal; 80 where there is none or its size is unknown. */
  readonly columns: number;
  /** Buffered: settles at once unless the buffer is full. */
  write(data: string | Uint8Array): Promise<void>;
  flush(): Promise<void>;
}

/** The terminal that the shell was started on, for keys and the whole screen. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  readonly input: Input;
  setMode(mode: TtyMode): void;
  /** Not buffered, and also after ^C: for what puts the terminal back. */
  write(text: string): Promise<void>;
}

/** How another command is to be run; what is left out is as the applet's own. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Without the applet's own input. */
  readonly noInput?: boolean;
  readonly cwd?: string;
}

/** Another command that runs beside the applet, with a pipe between the two (popen(3)). */
export interface ChildReader {
  readonly input: Input;
  /** Closes the pipe, and waits for the command: what it exited with. */
  close(): Promise<number>;
}

export interface ChildWriter {
  readonly output: Output;
  /** Flushes and closes the pipe, and waits for the command: what it exited with. */
  close(): Promise<number>;
}

export interface ChildProcess {
  readonly pid: Pid;
  readonly ended: Promise<ExitStatus>;
}

export interface AppletContext {
  /** As it was called; error messages begin with it. */
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly terminal: Terminal | undefined;
  readonly fs: FileSystem;
  readonly sys: Syscalls;
  readonly pid: Pid;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
  /** Aborted by ^C: whatever waits on anything but the streams must listen. */
  readonly signal: AbortSignal;
  /** The absolute path of an operand. */
  resolve(operand: string): string;
  /** The operand's contents as a stream; `-` is the standard input. Throws as open(2). */
  open(operand: string): Input;
  /** The open file that `/dev/stdout`, `/dev/stderr` or `/dev/fd/N` names, to be written to; flushed by whoever writes. */
  inherited(operand: string): Output | undefined;
  /** Writes `name: message` to stderr. */
  complain(message: string): Promise<void>;
  /** Runs another command with this one's streams. 127 where there is none, said on stderr. */
  run(argv: readonly string[], options?: RunOptions): Promise<number>;
  /** Starts another command as a process, with this one's streams. 126 or 127 where that cannot be, said on stderr. */
  start(argv: readonly string[]): Promise<ChildProcess | number>;
  /** Starts another command and reads what it writes. Whoever calls closes. */
  readFrom(argv: readonly string[]): ChildReader;
  /** Starts another command and writes what it reads. Whoever calls closes. */
  writeTo(argv: readonly string[]): ChildWriter;
  /** Lets signals in; to be awaited now and then in long loops that neither read nor write. */
  breathe(): Promise<void>;
  /** Whether an fd is a terminal (`test -t`). */
  isTerminal(fd: number): boolean;
}

export type Applet = (context: AppletContext) => Promise<number>;

/** Ends the applet with a message and a code. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly code = 1,
  ) {
    super(message);
  }
}
