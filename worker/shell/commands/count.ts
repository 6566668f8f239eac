// Counts with a unit, as head -c 2K has them.

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 512,
  k: 1024,
  K: 1024,
  kB: 1000,
  M: 1024 ** 2,
  MB: 1e6,
  G: 1024 ** 3,
};

/** Without its sign; undefined where it is no count. */
export function countOf(text: string): number | undefined {
  const match = /^[-+]?(\d+)([a-zA-Z]*)$/.exec(text);
  const unit = units[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
