// Where the parts of a serialized URL begin and end, as ada's url_aggregator counts them and Node's URL class slices them.

/** ada::url_components::omitted. */
const OMITTED = 0xffffffff;

/** ada::scheme::type. */
const schemeTypes: Readonly<Record<string, number>> = {
  'http:': 0,
  'https:': 2,
  'ws:': 3,
  'ftp:': 4,
  'wss:': 5,
  'file:': 6,
};
const NOT_SPECIAL = 1;

/** `scheme` with its colon. */
export const isSpecial = (scheme: string): boolean => scheme in schemeTypes;

/** Writes [protocol_end, username_end, host_start, host_end, port, pathname_start, search_start, hash_start, scheme_type]. */
export function writeComponents(href: string, target: Uint32Array): void {
  const hash = href.indexOf('#');
  const end = hash < 0 ? href.length : hash;
  const question = href.indexOf('?');
  const search = question >= 0 && question < end ? question : -1;
  const protocolEnd = href.indexOf(':') + 1;
  let usernameEnd = protocolEnd;
  let hostStart = protocolEnd;
  let hostEnd = protocolEnd;
  let pathnameStart = protocolEnd;
  let port = OMITTED;

  if (href.startsWith('//', protocolEnd)) {
    const authority = protocolEnd + 2;
    const slash = href.indexOf('/', authority);
    pathnameStart = Math.min(slash < 0 ? href.length : slash, search < 0 ? end : search, end);
    // The serializer escapes "@" in user names and passwords: the first one is the delimiter.
    const at = href.indexOf('@', authority);
    const credentials = at >= 0 && at < pathnameStart;
    const colon = href.indexOf(':', authority);
    usernameEnd = !credentials ? authority : colon >= 0 && colon < at ? colon : at;
    hostStart = credentials ? at : authority;
    const portColon = href.lastIndexOf(':', pathnameStart - 1);
    if (portColon > hostStart && isPort(href, portColon, pathnameStart)) {
      hostEnd = portColon;
      port = Number(href.slice(portColon + 1, pathnameStart));
    } else {
      hostEnd = pathnameStart;
    }
  } else if (href.startsWith('/.//', protocolEnd)) {
    // A path that begins with two slashes and has no host before it: "/." keeps them from being taken for one.
    pathnameStart = protocolEnd + 2;
  }

  target[0] = protocolEnd;
  target[1] = usernameEnd;
  target[2] = hostStart;
  target[3] = hostEnd;
  target[4] = port;
  target[5] = pathnameStart;
  target[6] = search < 0 ? OMITTED : search;
  target[7] = hash < 0 ? OMITTED : hash;
  target[8] = schemeTypes[href.slice(0, protocolEnd)] ?? NOT_SPECIAL;
}

/** Digits only between the colon and the path: not the inside of an IPv6 address. */
function isPort(href: string, colon: number, end: number): boolean {
  for (let i = colon + 1; i < end; i++) {
    const unit = href.charCodeAt(i);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return end > colon + 1;
}
