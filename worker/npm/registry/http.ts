// One GET of a registry: retries of what may pass, and npm's own words for what does not.
import type { NpmError } from '../npm-error.ts';
import { type ErrorLine, Interrupted, npmError } from '../npm-error.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpOptions {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** False where the browser knows that it has no network. */
  readonly isOnline: () => boolean;
}

/** Waits before the second and the third try: short, since a person watches. */
const retryDelays = [250, 1000];

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where the status is 304. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * The answer, 2xx or 304, read to its end: a registry that dies in the middle of it is asked again, as one that does not
 * answer. `id` is the package as asked for, for the message of a 404. Rejects with Interrupted where `signal` fires.
 */
export async function httpGet(
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly priority: RequestPriority },
  id: string,
  options: HttpOptions,
): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt++) {
    if (options.signal.aborted) throw new Interrupted();
    const delay = retryDelays[attempt];
    let response: Response | undefined;
    try {
      response = await options.fetch(url, {
        ...request,
        signal: options.signal,
        // Packs and packuments are kept by npm itself: a second copy in the HTTP cache only costs time and space.
        cache: 'no-store',
      });
      const { status, headers, ok } = response;
      if (ok || status === 304)
        return { status, headers, body: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      if (options.signal.aborted) throw new Interrupted();
      if (delay === undefined || !options.isOnline())
        throw response === undefined ? unreachable(url, error, options.isOnline()) : brokenOff(url, error);
      await options.sleep(delay);
      continue;
    }
    const retry = response.status >= 500 || response.status === 429 || response.status === 408;
    if (retry && delay !== undefined) {
      await response.body?.cancel();
      await options.sleep(delay);
      continue;
    }
    throw await statusError(response, url, id);
  }
}

const networkProblem = { prefix: 'network', text: 'This is a problem related to network connectivity.' };

/** The connection ended in the middle of the answer. */
function brokenOff(url: string, error: unknown): NpmError {
  const reason = error instanceof Error ? error.message : String(error);
  return npmError(
    'ECONNRESET',
    'network',
    `Invalid response body while trying to fetch ${url}: ${reason}`,
    networkProblem,
  );
}

function unreachable(url: string, error: unknown, online: boolean): NpmError {
  const reason = error instanceof Error ? error.message : String(error);
  const code = online ? 'ECONNREFUSED' : 'ENETUNREACH';
  const help = online
    ? [
        'The registry did not answer, or does not allow requests from a web page (CORS).',
        'Check that the server of this IDE is running and can reach the registry,',
        `or set another one with: npm config set registry <url>`,
      ]
    : [
        'This browser is offline. What was installed before installs again without a network:',
        'try with --offline, or when you are online again.',
      ];
  return npmError(
    code,
    'network',
    `request to ${url} failed, reason: ${reason}`,
    networkProblem,
    ...help.map((text): ErrorLine => ({ prefix: 'network', text })),
  );
}

async function statusError(response: Response, url: string, id: string): Promise<NpmError> {
  const { status } = response;
  const reason = response.statusText || (statusTexts[status] ?? '');
  const body = await errorOf(response);
  const text = `${reason} - GET ${url}${body === undefined ? '' : ` - ${body}`}`;
  if (status === 404) {
    const lines = [
      '',
      ` The requested resource '${id}' could not be found or you do not have permission to access it.`,
      '',
      'Note that you can also install from a',
      'tarball, folder, http url, or git url.',
    ];
    const more = lines.map((line): ErrorLine => ({ prefix: '404', text: line }));
    return npmError('E404', '404', text, ...more);
  }
  const code = `E${String(status)}`;
  if (status === 403) {
    return npmError(code, '403', `${String(status)} ${text}`, {
      prefix: '403',
      text: 'In most cases, you or one of your dependencies are requesting a package version that is forbidden by your security policy, or on a server you do not have access to.',
    });
  }
  return npmError(code, '', `${String(status)} ${text}`);
}

const statusTexts: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The `error` of a JSON answer, as registries send it. Reads the body to its end in any case. */
async function errorOf(response: Response): Promise<string | undefined> {
  const text = await response.text().catch(() => '');
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}
