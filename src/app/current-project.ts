// Which project this tab shows: told by the address (`#/<id>`), so that reload and bookmarks come back to it. A link may ask for
// a new one instead: of a template (`#template=<id>`) or of a zip that lies beside the build (`#zip=<path>`), with `&run` to
// start it at once.

import type { ProjectId } from '../../worker/protocol/ids.ts';

const pattern = /^#\/([\w-]{1,64})$/;

export function projectInAddress(location: Location): ProjectId | null {
  return (pattern.exec(location.hash)?.[1] ?? null) as ProjectId | null;
}

export function addressOf(project: ProjectId): string {
  return `#/${project}`;
}

export type ProjectLink = {
  /** Its server is to start at once. Templates are ours and zips the host's: nobody else's code runs by a link. */
  readonly run: boolean;
} & (
  | { readonly kind: 'template'; readonly template: string }
  /** `path`: absolute, or relative to the page. */
  | { readonly kind: 'zip'; readonly path: string; readonly name: string | null }
);

/** What the host wants a first visit to open: a link, in its page; null for our own first project. */
export function firstVisitOf(document: Document): ProjectLink | null {
  const tag = document.querySelector<HTMLMetaElement>('meta[name="holdfast-first-visit"]');
  return tag === null ? null : parseLink(tag.content);
}

/** `hash`: with its `#`. What it names may not exist. */
export function parseLink(hash: string): ProjectLink | null {
  const parameters = new URLSearchParams(hash.slice(1));
  const run = parameters.has('run');
  if (hash.startsWith('#template='))
    return { kind: 'template', template: parameters.get('template') ?? '', run };
  if (hash.startsWith('#zip='))
    return { kind: 'zip', path: parameters.get('zip') ?? '', name: parameters.get('name'), run };
  return null;
}
