// What this browser stores for all projects, as a kernel reports it to a tab.

import * as v from 'valibot';
import { count, projectId, text, type Wire } from './schema.ts';

export const storedPackage = v.object({
  /** The integrity of what was unpacked. */
  id: text,
  /** null for what is no package. */
  name: v.nullable(text),
  version: v.nullable(text),
  files: count,
  bytes: count,
  /** In whose node_modules it is. */
  projects: v.array(projectId),
  /** False where no project has it and none is about to. */
  used: v.boolean(),
});
export type StoredPackage = Wire<typeof storedPackage>;

/** WebAssembly of packages that is kept compiled (docs/adr/0041). */
export const compiledWasm = v.object({ files: count, bytes: count });
export type CompiledWasm = Wire<typeof compiledWasm>;

export const storageReport = v.object({
  /** Largest first. */
  packages: v.array(storedPackage),
  projects: v.array(v.object({ id: projectId, name: text })),
  compiled: compiledWasm,
  /** Bytes of everything this site stores here, and how many the browser allows; null where it does not say. */
  usage: v.nullable(count),
  quota: v.nullable(count),
  /** The browser does not clear it by itself when the disk is short. */
  persisted: v.boolean(),
});
export type StorageReport = Wire<typeof storageReport>;

export const clearedPackages = v.object({ packages: count, bytes: count });
