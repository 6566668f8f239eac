// The data of HTTP/1.1 messages (RFC 9112) as the client uses them.

export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  /** In the order and the spelling of the server. */
  readonly headers: HeaderList;
}

export interface RequestHead {
  readonly method: string;
  /** Path and query, or an absolute form; as it stands in the request line. */
  readonly target: string;
  readonly headers: HeaderList;
}

/** An exchange that failed in a way the HTTP standard names; `code` as in Node's http client. */
export class HttpError extends Error {
  constructor(
    readonly code:
      | 'HPE_INVALID_CONSTANT'
      | 'HPE_INVALID_HEADER_TOKEN'
      | 'HPE_INVALID_CHUNK_SIZE'
      | 'HPE_INVALID_CONTENT_LENGTH'
      | 'HPE_HEADER_OVERFLOW'
      | 'ECONNRESET'
      | 'ERR_INVALID_CHAR',
    message: string,
  ) {
    super(message);
    this.name = 'HttpError';
  }
}

export function headerOf(headers: HeaderList, name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name)?.[1];
}

export function headersOf(headers: HeaderList, name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

/** Whether a comma-separated header has a token; case does not matter. */
export function hasToken(headers: HeaderList, name: string, token: string): boolean {
  return headersOf(headers, name)
    .flatMap((value) => value.split(','))
    .some((each) => each.trim().toLowerCase() === token);
}
