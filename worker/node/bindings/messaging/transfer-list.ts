/** The second argument of postMessage: a list, or options with one. */
export function transferList(transfer: unknown): readonly object[] {
  const list = Array.isArray(transfer)
    ? transfer
    : (transfer as { transfer?: unknown } | undefined)?.transfer;
  return Array.isArray(list) ? (list as object[]) : [];
}
