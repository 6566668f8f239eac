// Durations as sleep and timeout take them: `1.5`, `2m`, `infinity`.

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Undefined where it is none. */
export function secondsOf(text: string): number | undefined {
  if (text === 'infinity') return Infinity;
  const match = /^(\d*\.?\d+|\d+\.)([smhd]?)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (units[match[2] ?? ''] ?? 1);
}
