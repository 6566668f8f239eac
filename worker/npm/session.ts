// One run of npm: its process, its settings and its project. Made by program.ts, handed to every command.
import type { ProcessContext } from '../os/process-context.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import type { Config } from './config.ts';
import type { PlatformServices } from './platform-services.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly context: ProcessContext;
  readonly fs: FileSystem;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly services: PlatformServices;
  readonly config: Config;
  readonly terminal: Terminal;
  /** The project's folder: the nearest one upwards with a package.json or node_modules, else the cwd. */
  readonly prefix: string;
  /** The command as the user meant it, aliases resolved. */
  readonly command: string;
  /** Fires on Ctrl-C while an install can still be given up. */
  readonly signal: AbortSignal;
  /** When npm started, milliseconds since the epoch. */
  readonly startedAt: number;
  /** Where a Ctrl-C goes to a running script instead, which decides what becomes of it. */
  withoutInterrupt<T>(task: () => Promise<T>): Promise<T>;
}
