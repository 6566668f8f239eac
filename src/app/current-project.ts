// Which project this tab shows: told by the address (`#/<id>`), so that reload and bookmarks come back to it. A link may ask for
// a new one instead (`#template=<id>`, `#template=<id>&run`).

import type { ProjectId } from '../../worker/protocol/ids.ts';

const pattern = /^#\/([\w-]{1,64})$/;

export function projectInAddress(location: Location): ProjectId | null {
  return (pattern.exec(location.hash)?.[1] ?? null) as ProjectId | null;
}

export function addressOf(project: ProjectId): string {
  return `#/${project}`;
}

export interface TemplateLink {
  /** Of the template; there may be none of that name. */
  readonly template: string;
  /** Its server is to start at once. Templates are ours: nobody else's code runs by a link. */
  readonly run: boolean;
}

export function templateInAddress(location: Location): TemplateLink | null {
  if (!location.hash.startsWith('#template=')) return null;
  const parameters = new URLSearchParams(location.hash.slice(1));
  return { template: parameters.get('template') ?? '', run: parameters.has('run') };
}
