// The cookies of one project's servers (RFC 6265), because a service worker's response cannot set any and its requests show
// none. Cookies know no ports: all of a project's share one jar. Plain data in, plain data out; the owner stores it.

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** Milliseconds since the epoch; null: until the browser's session ends, which here is: until the jar is cleared. */
  readonly expires: number | null;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none';
  readonly createdAt: number;
}

/** As browsers: per site. */
const maxCookies = 180;
const maxBytes = 4096;

export class CookieJar {
  #cookies: Cookie[];

  constructor(
    cookies: readonly Cookie[],
    private readonly now: () => number,
  ) {
    this.#cookies = [...cookies];
  }

  /** For storage. */
  get cookies(): readonly Cookie[] {
    this.#expire();
    return this.#cookies;
  }

  /** Takes a Set-Cookie field (or what a page assigns to document.cookie); false where it changes nothing. */
  set(field: string, requestPath: string, from: 'http' | 'script'): boolean {
    const parsed = parseSetCookie(field, requestPath, this.now());
    if (parsed === null || (from === 'script' && parsed.httpOnly)) return false;
    const old = this.#cookies.find((each) => each.name === parsed.name && each.path === parsed.path);
    if (old?.httpOnly === true && from === 'script') return false;
    this.#cookies = this.#cookies.filter((each) => each !== old);
    if (parsed.expires === null || parsed.expires > this.now())
      this.#cookies.push({ ...parsed, createdAt: old?.createdAt ?? parsed.createdAt });
    if (this.#cookies.length > maxCookies) this.#cookies.shift();
    return true;
  }

  /** The Cookie field of a request, or null. A request from another site gets no strict ones, and lax ones on navigation only. */
  header(
    path: string,
    context: { sameSite: boolean; navigation: boolean } = { sameSite: true, navigation: false },
  ): string | null {
    const sent = this.#matching(path).filter(
      ({ sameSite }) => context.sameSite || sameSite === 'none' || (sameSite === 'lax' && context.navigation),
    );
    return sent.length === 0 ? null : sent.map(format).join('; ');
  }

  /** What document.cookie shows at a path. */
  visible(path: string): string {
    return this.#matching(path)
      .filter(({ httpOnly }) => !httpOnly)
      .map(format)
      .join('; ');
  }

  #matching(path: string): Cookie[] {
    this.#expire();
    return this.#cookies
      .filter((cookie) => pathMatches(path, cookie.path))
      .sort((a, b) => b.path.length - a.path.length || a.createdAt - b.createdAt);
  }

  #expire(): void {
    const now = this.now();
    this.#cookies = this.#cookies.filter(({ expires }) => expires === null || expires > now);
  }
}

function format({ name, value }: Cookie): string {
  return name === '' ? value : `${name}=${value}`;
}

function pathMatches(path: string, cookiePath: string): boolean {
  return (
    path === cookiePath ||
    (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'))
  );
}

function parseSetCookie(field: string, requestPath: string, now: number): Cookie | null {
  const [pair = '', ...attributes] = field.split(';');
  if (hasControlCharacter(field)) return null;
  const equals = pair.indexOf('=');
  const name = equals === -1 ? '' : pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  if ((name === '' && value === '') || name.length + value.length > maxBytes) return null;
  const given = new Map<string, string>();
  for (const attribute of attributes) {
    const at = attribute.indexOf('=');
    const key = (at === -1 ? attribute : attribute.slice(0, at)).trim().toLowerCase();
    given.set(key, at === -1 ? '' : attribute.slice(at + 1).trim());
  }
  const sameSite = given.get('samesite')?.toLowerCase();
  const secure = given.has('secure');
  // Every origin here is a secure context, so Secure itself refuses nothing.
  if (sameSite === 'none' && !secure) return null;
  const path = given.get('path');
  if (name.startsWith('__Secure-') && !secure) return null;
  if (name.startsWith('__Host-') && (!secure || path !== '/' || given.has('domain'))) return null;
  return {
    ...{ name, value, secure },
    path: path?.startsWith('/') === true ? path : defaultPath(requestPath),
    expires: expiry(given, now),
    httpOnly: given.has('httponly'),
    sameSite: sameSite === 'strict' || sameSite === 'none' ? sameSite : 'lax',
    createdAt: now,
  };
}

/** Max-Age wins over Expires; one that cannot be read counts as not given. */
function expiry(given: ReadonlyMap<string, string>, now: number): number | null {
  const age = given.get('max-age');
  if (age !== undefined && /^-?\d+$/.test(age)) return Number(age) <= 0 ? 0 : now + Number(age) * 1000;
  const date = Date.parse(given.get('expires') ?? '');
  return Number.isNaN(date) ? null : date;
}

function defaultPath(requestPath: string): string {
  const last = requestPath.lastIndexOf('/');
  return last <= 0 ? '/' : requestPath.slice(0, last);
}

/** Any but the tab. */
function hasControlCharacter(text: string): boolean {
  return [...text].some((char) => (char < ' ' && char !== '\t') || char === '\x7f');
}
