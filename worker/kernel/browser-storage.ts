// The storage of this browser as a whole, for whoever asks the kernel: what it holds, and letting go of what no project
// uses. Keeps nothing; lives as long as the kernel.

import type { KernelApi } from '../protocol/kernel-api.ts';
import type { ProjectRegistry } from '../projects/registry.ts';
import type { PackUsageStore } from '../vfs/pack-usage.ts';
import type { CompiledWasmStore } from './compiled-wasm.ts';

export interface BrowserStorageOptions {
  readonly packages: PackUsageStore;
  readonly compiled: CompiledWasmStore;
  readonly registry: Pick<ProjectRegistry, 'list'>;
  /** Absent in some browsers (PLATFORM.md, Limits). */
  readonly manager: Pick<StorageManager, 'estimate' | 'persisted'> | undefined;
}

export function browserStorage(options: BrowserStorageOptions): KernelApi['storage'] {
  const { packages, compiled, registry, manager } = options;
  return {
    async report() {
      const [stored, projects, wasm, estimate, persisted] = await Promise.all([
        packages.list(),
        registry.list(),
        compiled.size(),
        manager?.estimate(),
        manager?.persisted(),
      ]);
      return {
        packages: stored.map(({ name, version, ...pack }) => ({
          ...pack,
          name: name ?? null,
          version: version ?? null,
        })),
        projects: projects.map(({ id, name }) => ({ id, name })),
        compiled: wasm,
        usage: estimate?.usage ?? null,
        quota: estimate?.quota ?? null,
        persisted: persisted ?? false,
      };
    },
    clearCompiled: () => compiled.clear(),
    async clearUnused() {
      const unused = (await packages.list()).filter(({ used }) => !used);
      await packages.remove(unused.map(({ id }) => id));
      return { packages: unused.length, bytes: unused.reduce((sum, { bytes }) => sum + bytes, 0) };
    },
  };
}
