// Addresses as servers print them and as hands type them, read as a port of the machine and a path.

const localHosts = new Set(['localhost', '127.0.0.1', '0.0.0.0', '[::1]', '[::]']);

/** The port and path that a server's own message means ("http://localhost:3000/x"), or null for the outside. */
export function localAddress(url: string): { readonly port: number; readonly path: string } | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null;
  if (!localHosts.has(parsed.hostname)) return null;
  const port = parsed.port === '' ? (parsed.protocol === 'http:' ? 80 : 443) : Number(parsed.port);
  return { port, path: `${parsed.pathname}${parsed.search}${parsed.hash}` };
}

/** What was typed into the address bar ("about", "?q=1", ":3001/x", "localhost:3001", a whole URL); no port is the shown one. */
export function typedAddress(typed: string): { readonly port: number | null; readonly path: string } {
  const text = typed.trim();
  const isBarePort = /^:\d/.test(text);
  const isBareHost = /^[\w.[\]-]+:\d|^localhost\b/.test(text);
  const local = localAddress(isBarePort ? `http://localhost${text}` : isBareHost ? `http://${text}` : text);
  if (local !== null) return local;
  const path = text.replace(/^https?:\/\/[^/]*/, '');
  return { port: null, path: path.startsWith('/') ? path : `/${path}` };
}
