// Between the address that a preview is served at and the path that its address bar shows. A preview has an origin of its
// own ("http://localhost:4101/"), or a path below the IDE's ("/__preview/<project>/<port>/").

/** The URL of a path ("/x?y#z") below the preview's base, which ends in "/". */
export function previewUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** The path below the base, or null where the page left it. */
export function pathIn(base: string, href: string): string | null {
  const root = base.replace(/\/+$/, '');
  if (href === root) return '/';
  return href.startsWith(`${root}/`) ? href.slice(root.length) : null;
}
