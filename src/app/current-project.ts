// Which project this tab shows: told by the address (`#/<id>`), so that reload and bookmarks come back to it.

import type { ProjectId } from '../../worker/protocol/ids.ts';

const pattern = /^#\/([\w-]{1,64})$/;

export function projectInAddress(location: Location): ProjectId | null {
  return (pattern.exec(location.hash)?.[1] ?? null) as ProjectId | null;
}

export function addressOf(project: ProjectId): string {
  return `#/${project}`;
}
