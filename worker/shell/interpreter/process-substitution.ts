// `<(…)` and `>(…)` (bash's manual, "Process Substitution"): a list that runs beside a command, with a pipe between the two.
// The command has its end as an open file that it can name, /dev/fd/N.

import type { ProcessPart } from '../parser/ast.ts';
import type { Description } from '../stream/description.ts';
import { memoryPipe } from '../stream/memory-pipe.ts';
import { runList } from './execute.ts';
import { subshell, type FdTable, type Frame } from './frame.ts';
import { Job } from './job.ts';
import { isolate } from './pipeline.ts';
import { closeAll } from './redirect.ts';

/** Above those that scripts number themselves. */
const firstFd = 10;

/** The command's end of the pipe; whoever asks closes it. */
export function startBeside(frame: Frame, { direction, body }: ProcessPart): Description {
  const { shell } = frame;
  const pipe = memoryPipe();
  const [own, theirs, fd] = direction === '<' ? [pipe.read, pipe.write, 1] : [pipe.write, pipe.read, 0];
  const job = frame.job ?? new Job('', false);
  const inner = subshell(frame, job);
  inner.fds.set(fd, theirs);
  const interrupted = shell.onInterrupt(() => job.control.abort());
  const ended = isolate(inner, () => runList(inner, body)).finally(() => {
    theirs.close();
    interrupted[Symbol.dispose]();
    shell.beside.delete(ended);
  });
  ended.catch(() => {});
  // What is written to it must not be lost with the shell; what nobody reads any more can be.
  if (direction === '>') shell.beside.add(ended);
  return own;
}

/** The process substitutions among a command's words. */
export class Connections {
  readonly #opened: Description[] = [];
  #fds: FdTable | null = null;

  /** The command's fds: those of `frame` unless there are more. */
  fdsOf(frame: Frame): FdTable {
    return this.#fds ?? frame.fds;
  }

  connect(frame: Frame, part: ProcessPart): string {
    const fds = (this.#fds ??= new Map(frame.fds));
    let fd = firstFd;
    while (fds.has(fd)) fd += 1;
    // Each runs with the fds of the shell: another one's end is the command's alone.
    const description = startBeside(frame, part);
    this.#opened.push(description);
    fds.set(fd, description);
    return `/dev/fd/${String(fd)}`;
  }

  close(): void {
    closeAll(this.#opened);
  }
}
