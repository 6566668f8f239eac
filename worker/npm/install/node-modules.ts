// Changes node_modules as one step: what is replaced is set aside first and comes back whole if anything fails.
import type { FileSystem, PackSource } from '../../vfs/filesystem.ts';
import { ancestors, basename, dirname, relativePath } from '../../os/posix-path.ts';
import type { PackageFiles } from '../native/native-packages.ts';
import type { PackageNode } from '../tree/node.ts';
import { type BinLinks, readBinLinks, updateBinLinks } from './bin-links.ts';
import type { InstallPlan } from './plan.ts';

export class NodeModulesChange {
  readonly #retired = new Map<string, string>();
  readonly #placed: string[] = [];
  #links: { before: BinLinks; after: BinLinks } | undefined;
  #memory: Uint8Array | undefined;
  readonly #existed: boolean;

  constructor(
    private readonly fs: FileSystem,
    private readonly prefix: string,
  ) {
    this.#existed = fs.tryStat(`${prefix}/node_modules`) !== undefined;
  }

  /** Sets aside what goes, and mounts what comes. */
  apply(plan: InstallPlan, packs: ReadonlyMap<PackageNode, PackageFiles>): void {
    const { fs } = this;
    if (plan.retire.length + plan.place.length > 0) this.forget();
    for (const location of plan.retire) {
      const path = `${this.prefix}/${location}`;
      const aside = `${dirname(path)}/.${basename(path)}-retired`;
      fs.remove(aside);
      fs.rename(path, aside);
      this.#retired.set(path, aside);
    }
    const mounts = new Map<string, PackSource>();
    /** What is to lie in a pack comes after it. */
    const comesTo = (path: string): void => {
      if (ancestors(path).some((folder) => mounts.has(folder))) mountAll();
    };
    const mountAll = (): void => {
      fs.mountPacks([...mounts].map(([path, pack]) => ({ path, pack })));
      mounts.clear();
    };
    for (const node of plan.place) {
      const { path } = node;
      this.#placed.push(path);
      comesTo(path);
      // A folder that is no package (`.cache`, a half-made one) may be in the way.
      if (fs.tryStat(path) !== undefined) fs.remove(path);
      if (node.linkPath !== undefined) {
        fs.makeDirectories(dirname(path), 0o755);
        fs.symlink(relativePath(dirname(path), node.linkPath) || '.', path);
        continue;
      }
      const files = packs.get(node);
      if (files === undefined) throw new Error(`no pack was loaded for ${node.location}`);
      mounts.set(path, files.stored.pack);
      for (const { folder, stored } of files.beside) {
        comesTo(`${path}/${folder}`);
        mounts.set(`${path}/${folder}`, stored.pack);
      }
    }
    mountAll();
  }

  /**
   * What npm remembers of node_modules is not true from now on: were this process killed half-way, the next one reads
   * the folders themselves. What an earlier one left set aside goes too.
   */
  private forget(): void {
    const { fs } = this;
    const folder = `${this.prefix}/node_modules`;
    if (!this.#existed) return;
    const path = `${folder}/.package-lock.json`;
    if (fs.tryStat(path) !== undefined) {
      this.#memory = fs.readFile(path);
      fs.unlink(path);
    }
    const scopes = fs
      .readdir(folder)
      .filter(({ name, type }) => name.startsWith('@') && type === 'directory');
    for (const at of [folder, ...scopes.map(({ name }) => `${folder}/${name}`)]) {
      for (const { name } of fs.readdir(at)) if (/^\..+-retired$/.test(name)) fs.remove(`${at}/${name}`);
    }
  }

  /** Makes the commands of the packages in `folders` be `wanted`, nothing else. */
  linkBins(folders: readonly string[], wanted: BinLinks): void {
    // A pack has no symlinks, and to look into each would read all their indexes.
    const placed = new Set(this.#placed);
    const before =
      this.#links?.before ??
      readBinLinks(
        this.fs,
        folders.filter((folder) => !placed.has(folder)).map((folder) => `${folder}/node_modules/.bin`),
      );
    const present = this.#links?.after ?? before;
    this.#links = { before, after: wanted };
    updateBinLinks(this.fs, wanted, present);
  }

  /** Takes a package away again that could be done without. */
  drop(node: PackageNode): void {
    this.fs.remove(node.path);
  }

  commit(): void {
    for (const aside of this.#retired.values()) this.fs.remove(aside);
    this.removeEmptyScopes();
  }

  rollback(): void {
    const { fs } = this;
    for (const path of this.#placed.reverse()) fs.remove(path);
    for (const [path, aside] of this.#retired) {
      fs.remove(path);
      fs.rename(aside, path);
    }
    if (this.#links !== undefined) updateBinLinks(fs, this.#links.before, this.#links.after);
    if (!this.#existed) {
      fs.remove(`${this.prefix}/node_modules`);
      return;
    }
    this.removeEmptyScopes();
    if (this.#memory !== undefined)
      fs.writeFile(`${this.prefix}/node_modules/.package-lock.json`, this.#memory);
  }

  private removeEmptyScopes(): void {
    const { fs } = this;
    const folders = new Set([...this.#retired.keys(), ...this.#placed].map(dirname));
    for (const folder of folders) {
      if (fs.tryStat(folder)?.type !== 'directory' || fs.readdir(folder).length > 0) continue;
      if (basename(folder).startsWith('@') || folder !== `${this.prefix}/node_modules`) fs.remove(folder);
    }
  }
}
