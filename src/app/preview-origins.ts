// Which origins this host offers for previews: on localhost further ports, in production what the host's own
// holdfast.json lists, on a bare static host none.

interface HostConfiguration {
  /** Ports on the IDE's own host name. */
  readonly previewPorts?: readonly number[];
  /** Whole origins, for hosts with a wildcard or second name. */
  readonly previewOrigins?: readonly string[];
}

/** A host that is slow to answer must not hold up the prompt. */
const deadlineMs = 1_500;

export async function readPreviewOrigins(window: Window & typeof globalThis): Promise<readonly string[]> {
  try {
    const response = await window.fetch(new URL('holdfast.json', window.document.baseURI), {
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (!response.ok) return [];
    const { previewPorts = [], previewOrigins = [] } = (await response.json()) as HostConfiguration;
    const { protocol, hostname } = window.location;
    return [...previewOrigins, ...previewPorts.map((port) => `${protocol}//${hostname}:${port}`)];
  } catch {
    // A static host without the file, or offline: previews live under a path of this origin.
    return [];
  }
}
