// Puts a project's filesystem together: base image, stored files, write-behind. Called once in a kernel life.

import { createStore, type UseStore } from 'idb-keyval';
import { Authority, type AuthorityOptions } from './authority.ts';
import { installBaseImage, type BaseImageOptions } from './base-image.ts';
import { loadFiles, type LoadReport } from './load.ts';
import { PackStore, packDatabase } from './pack-store.ts';
import { Persistence, type PersistenceOptions } from './persistence.ts';

export interface CreateAuthorityOptions
  extends
    AuthorityOptions,
    BaseImageOptions,
    Pick<PersistenceOptions, 'setTimeout' | 'clearTimeout' | 'onWarning'> {
  readonly storage: {
    /** One database a project; see projectStore. */
    readonly project: UseStore;
    /** Shared by all; see sharedPackStore. */
    readonly packs: UseStore;
  };
}

/** A project's files, served. */
export interface ProjectFilesystem extends Pick<Authority, 'fs' | 'attach'> {
  /** What storage could not give back. */
  readonly report: LoadReport;
  /** Writes every pending change to storage; rejects with ENOSPC where the quota is exceeded. */
  persist(): Promise<void>;
}

export function projectStore(project: string): UseStore {
  return createStore(`holdfast-files-${project}`, 'files');
}

export function sharedPackStore(): UseStore {
  return createStore(packDatabase.database, packDatabase.store);
}

/** The folder below which files are stored. */
const storedFolder = '/home';

export async function createAuthority(options: CreateAuthorityOptions): Promise<ProjectFilesystem> {
  const authority = new Authority(options);
  const packs = new PackStore(options.storage.packs);
  authority.fs.mkdir(storedFolder, 0o755);
  const loaded = await loadFiles(authority, storedFolder, options.storage.project, packs);
  installBaseImage(authority, options);
  const { setTimeout, clearTimeout, onWarning } = options;
  const persistence = new Persistence(
    authority,
    storedFolder,
    { store: options.storage.project, packs, setTimeout, clearTimeout, onWarning, now: options.clock },
    ...([loaded.stored, loaded.bundles, loaded.generation] as const),
  );
  authority.onChange = () => persistence.changed();
  return {
    fs: authority.fs,
    report: loaded.report,
    attach: (send) => authority.attach(send),
    persist: () => persistence.flush(),
  };
}
