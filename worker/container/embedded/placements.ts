// Which processes start in a threaded placement (docs/adr/0015): those whose program is known to share memory between
// threads, from its package or because it asked for it before; and searches that nothing else could end. All others start
// resident and may ask. One a machine.

import type { SpawnMessage } from '../../os/messages.ts';
import type { Placement } from '../../os/process-context.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { mayBacktrackForever } from './backtracking.ts';
import { pnpmCommand } from './pnpm-command.ts';

interface Manifest {
  readonly name?: string;
  readonly dependencies?: object;
  readonly devDependencies?: object;
  readonly peerDependencies?: object;
}

type Command = Pick<SpawnMessage, 'program' | 'argv' | 'cwd'>;

/** Packages that share memory as soon as they do anything: starting resident first would only cost time. */
const threadedPackages: ReadonlySet<string> = new Set(['rolldown', '@tailwindcss/oxide']);

/**
 * Plugins that share memory, and the tool that loads each: by then it has started children or opened a port, and can no
 * longer be moved, or has done much that it would do again.
 */
const threadedPlugins: Readonly<Record<string, string>> = {
  '@tailwindcss/postcss': 'postcss',
  '@tailwindcss/vite': 'vite',
  'eslint-plugin-prettier': 'eslint',
};

/**
 * Packages of which only these commands share memory, and that after they have done what a new start would do twice. What
 * else they run is to outlive the tab: `pnpm dev` has the dev server below it. pnpm hands tarballs to its threads in shared
 * memory (its tarball fetcher), and waits for ever where that fails.
 */
const threadedCommands: ReadonlyMap<string, (words: readonly string[]) => boolean> = new Map([
  ['pnpm', (words) => pnpmInstalls.has(pnpmCommand(words))],
  ['@angular/cli', ([command = '']) => angularBuilds.has(command)],
]);

const pnpmInstalls: ReadonlySet<string> = new Set(
  (
    'add i install ci clean-install ic install-clean it install-test update up upgrade remove rm uninstall un uni ' +
    'import fetch dedupe prune link ln patch patch-commit patch-remove deploy create dlx'
  ).split(' '),
);

const packageFolder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

/** With their aliases; what may run a builder. */
const angularBuilds: ReadonlySet<string> = new Set('build b serve s dev test t run extract-i18n'.split(' '));

/** `rg`, for which the search in files has anything typed at all. */
function searchesForEver({ argv: [name, ...words] }: Command): boolean {
  return name === 'rg' && !words.includes('-F') && words.some(mayBacktrackForever);
}

export class Placements {
  readonly #asked = new Set<string>();

  constructor(private readonly fs: Pick<FileSystem, 'tryStat' | 'realpath' | 'readFile'>) {}

  of(command: Command): Placement {
    if (command.program !== 'node') return searchesForEver(command) ? 'threaded' : 'resident';
    const { script, words } = this.#script(command);
    if (script === undefined) return this.#asked.has(command.argv.join('\0')) ? 'threaded' : 'resident';
    const { name = '', dependencies, peerDependencies } = this.#packageOf(script);
    const sharesFor = threadedCommands.get(name);
    const isThreaded =
      sharesFor === undefined
        ? this.#asked.has(script) ||
          this.#usesThreads([name, ...Object.keys({ ...dependencies, ...peerDependencies })], command.cwd)
        : sharesFor(words);
    return isThreaded ? 'threaded' : 'resident';
  }

  /** It has asked for shared memory: from now on it starts where it gets it. */
  remember(command: Command): void {
    this.#asked.add(this.#script(command).script ?? command.argv.join('\0'));
  }

  /** A program that was installed, not one of the project's own. */
  runsPackage(command: Command): boolean {
    const { script } = this.#script(command);
    return script !== undefined && packageFolder.test(script);
  }

  /**
   * The first argument that is a file; what it is a link to, since commands in node_modules/.bin are links. `words`: the
   * program's own arguments.
   */
  #script({ argv, cwd }: Command): { script: string | undefined; words: readonly string[] } {
    const paths = argv.map((word) => (word.startsWith('/') ? word : `${cwd}/${word}`));
    const at = paths.findIndex((path, index) => index > 0 && this.fs.tryStat(path)?.type === 'file');
    const path = paths[at];
    if (path === undefined) return { script: undefined, words: [] };
    return { script: this.fs.realpath(path), words: argv.slice(at + 1) };
  }

  /** `parts`: a package and what it depends on or wants beside it; one of them is threaded, or loads a plugin that the project names. */
  #usesThreads(parts: readonly string[], cwd: string): boolean {
    if (parts.some((part) => threadedPackages.has(part))) return true;
    const project = this.#manifest(cwd);
    const loaders = Object.keys({ ...project.dependencies, ...project.devDependencies }).map(
      (plugin) => threadedPlugins[plugin],
    );
    return loaders.some((loader) => loader !== undefined && parts.includes(loader));
  }

  /** Of a script in node_modules. A project's own script asks when it must. */
  #packageOf(script: string): Manifest {
    const folder = packageFolder.exec(script)?.[0];
    return folder === undefined ? {} : this.#manifest(folder);
  }

  #manifest(folder: string): Manifest {
    const path = `${folder}/package.json`;
    if (this.fs.tryStat(path)?.type !== 'file') return {};
    try {
      return JSON.parse(new TextDecoder().decode(this.fs.readFile(path))) as Manifest;
    } catch {
      // Not JSON: the program itself will say so.
      return {};
    }
  }
}
