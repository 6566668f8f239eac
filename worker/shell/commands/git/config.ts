// What is configured: ~/.gitconfig, then the repository's own, then `-c`. The last one counts.

import type { FileSystem } from '../../../vfs/filesystem.ts';
import { ConfigFile, normalKey, type Setting } from './config-file.ts';
import { fatal } from './failure.ts';

export class Config {
  #all: readonly Setting[] | null = null;

  constructor(
    private readonly fs: FileSystem,
    readonly globalPath: string,
    readonly localPath: string | null,
    private readonly overrides: readonly Setting[],
  ) {}

  /** As they were when this was first asked for. */
  get all(): readonly Setting[] {
    return (this.#all ??= [this.globalPath, this.localPath]
      .flatMap((path) => (path === null ? [] : new ConfigFile(this.fs, path).settings))
      .concat(this.overrides));
  }

  get(key: string): string | undefined {
    const wanted = normalKey(key);
    return this.all.findLast((setting) => setting.key === wanted)?.value;
  }

  getAll(key: string): string[] {
    const wanted = normalKey(key);
    return this.all.flatMap((setting) => (setting.key === wanted ? [setting.value] : []));
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.get(key)?.toLowerCase();
    if (value === undefined) return otherwise;
    if (['true', 'yes', 'on', '1'].includes(value)) return true;
    if (['false', 'no', 'off', '0', ''].includes(value)) return false;
    throw fatal(`bad boolean config value '${value}' for '${key.toLowerCase()}'`);
  }
}
