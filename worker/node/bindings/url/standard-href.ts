// What Chromium's URL parser does differently from the WHATWG's standard, and Node by it, put right for the hosts that programs meet.
import { isSpecial } from './components.ts';

/** The href as the standard has it; undefined where the host is none by it. */
export function standardHref(url: URL): string | undefined {
  const { href, protocol } = url;
  if (!isSpecial(protocol)) return href;
  const start = protocol.length + 2;
  const slash = href.indexOf('/', start);
  const authority = href.slice(start, slash);
  // A file on this machine has no host.
  if (protocol === 'file:') return authority === 'localhost' ? `file://${href.slice(slash)}` : href;
  if (!authority.includes('%')) return href;
  const at = authority.lastIndexOf('@') + 1;
  // Chromium escapes what it does not know in a host, where the standard refuses all but this one.
  const host = authority.slice(at).replaceAll('%2A', '*');
  return host.includes('%') ? undefined : href.slice(0, start + at) + host + href.slice(slash);
}
