// Which processes start in a threaded placement (docs/adr/0015): those whose program is known to share memory between
// threads, from its package or because it asked for it before. All others start resident and may ask. One a machine.

import type { SpawnMessage } from '../../os/messages.ts';
import type { Placement } from '../../os/process-context.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';

type Command = Pick<SpawnMessage, 'program' | 'argv' | 'cwd'>;

/** Packages that share memory as soon as they do anything: starting resident first would only cost time. */
const threadedPackages: ReadonlySet<string> = new Set(['rolldown']);

export class Placements {
  readonly #asked = new Set<string>();

  constructor(private readonly fs: Pick<FileSystem, 'tryStat' | 'realpath' | 'readFile'>) {}

  of(command: Command): Placement {
    if (command.program !== 'node') return 'resident';
    const script = this.#script(command);
    const isKnown = this.#asked.has(script ?? command.argv.join('\0')) || this.#usesThreads(script);
    return isKnown ? 'threaded' : 'resident';
  }

  /** It has asked for shared memory: from now on it starts where it gets it. */
  remember(command: Command): void {
    this.#asked.add(this.#script(command) ?? command.argv.join('\0'));
  }

  /** The first argument that is a file; what it is a link to, since commands in node_modules/.bin are links. */
  #script({ argv, cwd }: Command): string | undefined {
    const paths = argv.slice(1).map((word) => (word.startsWith('/') ? word : `${cwd}/${word}`));
    const path = paths.find((candidate) => this.fs.tryStat(candidate)?.type === 'file');
    return path === undefined ? undefined : this.fs.realpath(path);
  }

  /** The script is of a threaded package, or of one that depends on it. A project's own script asks when it must. */
  #usesThreads(script: string | undefined): boolean {
    const folder =
      script === undefined ? undefined : /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(script)?.[0];
    if (folder === undefined || this.fs.tryStat(`${folder}package.json`)?.type !== 'file') return false;
    try {
      const text = new TextDecoder().decode(this.fs.readFile(`${folder}package.json`));
      const { name, dependencies } = JSON.parse(text) as { name?: string; dependencies?: object };
      return [name, ...Object.keys(dependencies ?? {})].some((each) => threadedPackages.has(each ?? ''));
    } catch {
      // Not JSON: the program itself will say so.
      return false;
    }
  }
}
