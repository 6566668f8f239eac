// Whether an origin may be the IDE of a preview origin. Both belong to one host by configuration; what can be checked here
// is that they share its name, so that no foreign page passes for the IDE.

/** The same host (other port), or one a name below the other, or two names below a common host of two labels or more. */
export function sharesHost(ide: string, preview: string): boolean {
  let a: URL;
  let b: URL;
  try {
    a = new URL(ide);
    b = new URL(preview);
  } catch {
    return false;
  }
  if (a.protocol !== b.protocol || a.origin === b.origin) return false;
  if (a.hostname === b.hostname) return true;
  if (b.hostname.endsWith(`.${a.hostname}`) || a.hostname.endsWith(`.${b.hostname}`)) return true;
  const parent = (host: string): string => host.slice(host.indexOf('.') + 1);
  return parent(a.hostname) === parent(b.hostname) && parent(a.hostname).includes('.');
}
