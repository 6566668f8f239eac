// One call of git: where it runs, what it writes, and its repository once that is asked for.

import { relativePath, resolvePath } from '../../../os/posix-path.ts';
import type { FileSystem } from '../../../vfs/filesystem.ts';
import type { AppletContext } from '../applet.ts';
import { Config } from './config.ts';
import type { Setting } from './config-file.ts';
import { fatal } from './failure.ts';
import { Ignored } from './ignored.ts';
import { Pathspec } from './pathspec.ts';
import { quotePath } from './quoting.ts';
import { Repository } from './repository.ts';
import { signatureOf, type Signature } from './signature.ts';
import { WorkTree } from './work-tree.ts';

export async function tell({ stdout, stderr }: AppletContext, text: string): Promise<void> {
  await stdout.flush();
  await stderr.write(`${text}\n`);
  await stderr.flush();
}

export type Command = (git: Invocation, args: readonly string[]) => Promise<number>;

export class Invocation {
  #repository: Repository | null = null;
  #workTree: WorkTree | null = null;
  #ignored: Ignored | null = null;
  #config: Config | null = null;

  constructor(
    readonly context: AppletContext,
    readonly cwd: string,
    private readonly overrides: readonly Setting[],
  ) {}

  get fs(): FileSystem {
    return this.context.fs;
  }

  get env(): Readonly<Record<string, string>> {
    return this.context.env;
  }

  get home(): string {
    return this.env['HOME'] ?? '/';
  }

  absolute(path: string): string {
    return resolvePath(this.cwd, path);
  }

  async out(text: string | Uint8Array): Promise<void> {
    await this.context.stdout.write(text);
  }

  async line(text: string): Promise<void> {
    await this.out(`${text}\n`);
  }

  /** To stderr, behind what was written to stdout. */
  async warn(text: string): Promise<void> {
    await tell(this.context, text);
  }

  tryRepository(): Repository | null {
    return (this.#repository ??= Repository.find(this.fs, this.cwd));
  }

  get repository(): Repository {
    const found = this.tryRepository();
    if (found === null) throw fatal('not a git repository (or any of the parent directories): .git');
    return found;
  }

  get workTree(): WorkTree {
    return (this.#workTree ??= new WorkTree(this.fs, this.repository.root, () => this.context.breathe()));
  }

  get ignored(): Ignored {
    if (this.#ignored !== null) return this.#ignored;
    const { root, gitdir } = this.repository;
    const own = this.config.get('core.excludesfile');
    const shared = own === undefined ? `${this.home}/.config/git/ignore` : own.replace(/^~(?=\/)/, this.home);
    return (this.#ignored = new Ignored(this.fs, root, [
      [resolvePath(root, shared), own ?? shared],
      [`${gitdir}/info/exclude`, '.git/info/exclude'],
    ]));
  }

  get config(): Config {
    if (this.#config !== null) return this.#config;
    const gitdir = this.tryRepository()?.gitdir;
    const local = gitdir === undefined ? null : `${gitdir}/config`;
    return (this.#config = new Config(this.fs, `${this.home}/.gitconfig`, local, this.overrides));
  }

  signature(role: 'author' | 'committer'): Signature {
    return signatureOf(role, this.env, this.config);
  }

  pathspec(given: readonly string[]): Pathspec {
    return new Pathspec(this.repository.root, this.cwd, given);
  }

  /** The folder of the call below the root: `src/`; empty at the root. */
  get prefix(): string {
    const path = relativePath(this.repository.root, this.cwd);
    return path === '' || path.startsWith('..') ? '' : `${path}/`;
  }

  /** As seen from where the call is, in quotes where they are needed. `path`: relative to the root. */
  shown(path: string): string {
    const { root } = this.repository;
    const slash = path.endsWith('/') ? '/' : '';
    const relative = this.prefix === '' ? path : `${relativePath(this.cwd, resolvePath(root, path))}${slash}`;
    return this.quoted(relative === '/' || relative === '' ? './' : relative);
  }

  quoted(path: string): string {
    return quotePath(path, this.config.flag('core.quotepath', true));
  }

  /** `when`: the value of --color, if it was given. `key`: color.status, say. */
  isColored(key: string, when: string | undefined): boolean {
    const value = when ?? this.config.get(key) ?? this.config.get('color.ui') ?? 'auto';
    if (value === 'always') return true;
    if (value === 'never' || value === 'false') return false;
    return this.context.stdout.isTerminal;
  }
}
