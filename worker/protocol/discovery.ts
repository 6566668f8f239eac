// How tabs find kernels: a BroadcastChannel on which a tab asks and every live kernel answers with its epoch. The names
// of workers and locks are here too, since both sides must agree on them.

import * as v from 'valibot';
import type { ProjectId } from './ids.ts';
import { epoch, projectId, type Wire } from './schema.ts';
import { PROTOCOL_VERSION } from './version.ts';

export const discoveryChannel = `holdfast-discovery-v${PROTOCOL_VERSION}`;

export const discoveryMessage = v.variant('type', [
  v.object({ type: v.literal('who'), project: v.nullable(projectId) }),
  v.object({ type: v.literal('here'), project: projectId, epoch }),
]);
export type DiscoveryMessage = Wire<typeof discoveryMessage>;

const kernelPrefix = `holdfast-kernel-v${PROTOCOL_VERSION}:`;

/** Name of the kernel's SharedWorker and of the Web Lock that it holds for as long as it lives. */
export function kernelName(project: ProjectId): string {
  return kernelPrefix + project;
}

/** The project that a kernel worker of this name belongs to. */
export function projectOfKernel(name: string): ProjectId {
  if (!name.startsWith(kernelPrefix)) throw new Error(`not a kernel's name: ${name}`);
  return name.slice(kernelPrefix.length) as ProjectId;
}
