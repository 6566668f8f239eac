// In which order files are offered while nothing is typed.

/** Those used last first, so that Enter alone goes back to the file of before; the one that is shown after them. */
export function quickOpenOrder(
  files: readonly string[],
  recent: readonly string[],
  active: string | null,
): string[] {
  const known = new Set(files);
  const used = [...recent.filter((path) => path !== active), ...(active === null ? [] : [active])];
  return [...new Set([...used.filter((path) => known.has(path)), ...files])];
}
