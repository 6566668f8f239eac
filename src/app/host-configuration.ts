// What this host says of itself in its holdfast.json: which origins it offers for previews, and what a first visit opens. On
// localhost previews have further ports; a bare static host has no such file. Without a network the origins are those that
// have answered before.

import { parseLink, type ProjectLink } from './current-project.ts';

interface ConfigurationFile {
  /** Ports on the IDE's own host name. */
  readonly previewPorts?: readonly number[];
  /** Whole origins, for hosts with a wildcard or second name. */
  readonly previewOrigins?: readonly string[];
  /** A link of docs/hosting.md: `#zip=demos/shop.zip&run`. */
  readonly firstVisit?: string;
}

export interface HostConfiguration {
  readonly previewOrigins: readonly string[];
  /** Null: our own first project. */
  readonly firstVisit: ProjectLink | null;
}

/** In local storage: the origins that have their service worker, and so answer without a network. */
const knownKey = 'holdfast:preview-origins';

/** A host that is slow to answer must not hold up the prompt. */
const deadlineMs = 1_500;

export async function readHostConfiguration(window: Window & typeof globalThis): Promise<HostConfiguration> {
  try {
    const response = await window.fetch(new URL('holdfast.json', window.document.baseURI), {
      signal: AbortSignal.timeout(deadlineMs),
    });
    // A bare static host: previews live under a path of this origin.
    if (!response.ok) return { previewOrigins: [], firstVisit: null };
    const file = (await response.json()) as ConfigurationFile;
    const { protocol, hostname } = window.location;
    const ports = (file.previewPorts ?? []).map((port) => `${protocol}//${hostname}:${port}`);
    return {
      previewOrigins: [...(file.previewOrigins ?? []), ...ports],
      firstVisit: parseLink(String(file.firstVisit ?? '')),
    };
  } catch {
    return { previewOrigins: knownOrigins(window.localStorage), firstVisit: null };
  }
}

/** To be called when a preview origin's bridge answers: it has its service worker from then on. */
export function rememberOrigin(storage: Storage, origin: string): void {
  const known = knownOrigins(storage);
  if (known.includes(origin)) return;
  try {
    storage.setItem(knownKey, JSON.stringify([...known, origin]));
  } catch {
    // A full disk: without a network its previews live under a path of the IDE's origin.
  }
}

function knownOrigins(storage: Storage): readonly string[] {
  try {
    const stored = JSON.parse(storage.getItem(knownKey) ?? '[]') as unknown;
    return Array.isArray(stored) ? stored.filter((origin) => typeof origin === 'string') : [];
  } catch {
    return [];
  }
}
