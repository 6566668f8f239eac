// Which origins this host offers for previews: on localhost further ports, in production what the host's own
// holdfast.json lists, on a bare static host none. Without a network those that have answered before.

interface HostConfiguration {
  /** Ports on the IDE's own host name. */
  readonly previewPorts?: readonly number[];
  /** Whole origins, for hosts with a wildcard or second name. */
  readonly previewOrigins?: readonly string[];
}

/** In local storage: the origins that have their service worker, and so answer without a network. */
const knownKey = 'holdfast:preview-origins';

/** A host that is slow to answer must not hold up the prompt. */
const deadlineMs = 1_500;

export async function readPreviewOrigins(window: Window & typeof globalThis): Promise<readonly string[]> {
  try {
    const response = await window.fetch(new URL('holdfast.json', window.document.baseURI), {
      signal: AbortSignal.timeout(deadlineMs),
    });
    // A bare static host: previews live under a path of this origin.
    if (!response.ok) return [];
    const { previewPorts = [], previewOrigins = [] } = (await response.json()) as HostConfiguration;
    const { protocol, hostname } = window.location;
    return [...previewOrigins, ...previewPorts.map((port) => `${protocol}//${hostname}:${port}`)];
  } catch {
    return knownOrigins(window.localStorage);
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
