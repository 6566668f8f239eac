// internalBinding('url'): Node's URL class over the browser's URL parser (src/node_url.cc). The components of the URL that was
// parsed last lie in `urlComponents`. Owned by the realm, as long as the process.
import type { Binding, Realm } from '../realm.ts';
import { createIdna } from './idna.ts';
import { nativeError } from './native-error.ts';
import { isSpecial, writeComponents } from './url/components.ts';
import { standardHref } from './url/standard-href.ts';

/** `updateActions` of lib/internal/url.js; the index is the action. */
const setters = [
  'protocol',
  'host',
  'hostname',
  'port',
  'username',
  'password',
  'pathname',
  'search',
  'hash',
  'href',
] as const;

/** What set_pathname would take for something else, drop, or leave though it is none of RFC 3986's path characters. */
const pathEscapes = /[%\n\r\t[\]^|~]/g;
const posixPathEscapes = /[%\n\r\t[\]^|~\\]/g;
const percentEncoded = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

export function createUrlBinding(realm: Realm): Binding {
  const HostURL = realm.host.URL;
  const idna = createIdna(realm.host);
  const urlComponents = new Uint32Array(9);

  /** The href, or undefined where the standard takes the text for no URL. */
  function tryParse(input: string, base?: string): string | undefined {
    try {
      return standardHref(base === undefined ? new HostURL(input) : new HostURL(input, base));
    } catch {
      return undefined;
    }
  }

  function accept(href: string): string {
    writeComponents(href, urlComponents);
    return href;
  }

  function invalid(input?: string, base?: string): Error {
    const error = nativeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
    return Object.assign(error, input !== undefined && { input }, base !== undefined && { base });
  }

  function domainToAscii(domain: string): string {
    // A host that is refused leaves the URL as it was, which two URLs with different hosts tell from success.
    const [x, y] = ['x', 'y'].map((host) => {
      const url = new HostURL(`ws://${host}`);
      url.hostname = domain;
      return url.hostname;
    });
    return x === y && x !== undefined && !x.includes('%') ? x : '';
  }

  return {
    urlComponents,
    domainToASCII: domainToAscii,
    domainToUnicode: (domain: string) => idna.toUnicode(domainToAscii(domain)),

    parse(input: string, base: string | undefined, raiseException: boolean): string | undefined {
      const href = tryParse(input, base);
      if (href !== undefined) return accept(href);
      if (raiseException) throw invalid(input, base);
      return undefined;
    },
    canParse: (input: string, base?: string) => tryParse(input, base) !== undefined,

    /** The new href, or false where the value cannot be set. */
    update(href: string, action: number, value: string): string | false {
      const url = new HostURL(href);
      const setter = setters[action];
      if (setter === undefined) throw new RangeError(`Unsupported URL update action ${action}`);
      if (setter === 'protocol' && !canBecome(url, value)) return false;
      try {
        url[setter] = value;
      } catch {
        return false;
      }
      const changed = standardHref(url);
      return changed !== undefined && accept(changed);
    },

    format(href: string, hash: boolean, unicode: boolean, search: boolean, auth: boolean): string {
      const url = new HostURL(href);
      if (!hash) url.hash = '';
      if (!search) url.search = '';
      if (!auth) {
        url.username = '';
        url.password = '';
      }
      const formatted = url.href;
      if (!unicode || url.hostname === '') return formatted;
      const parts = new Uint32Array(9);
      writeComponents(formatted, parts);
      const start = (parts[2] as number) + (formatted.startsWith('@', parts[2]) ? 1 : 0);
      return formatted.slice(0, start) + idna.toUnicode(url.hostname) + formatted.slice(parts[3]);
    },

    getOrigin(href: string): string {
      const parsed = tryParse(href);
      if (parsed === undefined) throw invalid();
      return new HostURL(parsed).origin;
    },

    pathToFileURL(path: string, windows: boolean, hostname?: string): string {
      const url = new HostURL('file://');
      url.pathname = path.replace(windows ? pathEscapes : posixPathEscapes, percentEncoded);
      if (hostname !== undefined) url.hostname = hostname;
      return accept(url.href);
    },
  };
}

/** The standard lets a scheme become another one of its kind only, and "file" none with credentials or a port. */
function canBecome(url: URL, value: string): boolean {
  const scheme = `${value.split(':', 1)[0]?.toLowerCase()}:`;
  if (isSpecial(scheme) !== isSpecial(url.protocol)) return false;
  const bare = url.username === '' && url.password === '' && url.port === '';
  return scheme === 'file:' ? bare : url.protocol !== 'file:' || url.hostname !== '';
}
