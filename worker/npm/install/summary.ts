// What npm says when it is done: `added 68 packages in 812ms`.

export interface InstallCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

export function summarize({ added, changed, removed }: InstallCounts, milliseconds: number): string {
  const parts: string[] = [];
  if (added > 0) parts.push(`added ${packages(added)}`);
  if (removed > 0) parts.push(`${added > 0 && changed === 0 ? 'and ' : ''}removed ${packages(removed)}`);
  if (changed > 0) parts.push(`${parts.length > 0 ? 'and ' : ''}changed ${packages(changed)}`);
  return `${parts.length === 0 ? 'up to date' : parts.join(', ')} in ${duration(milliseconds)}`;
}

function packages(count: number): string {
  return `${String(count)} package${count === 1 ? '' : 's'}`;
}

/** As the `ms` package prints it. */
function duration(milliseconds: number): string {
  if (milliseconds >= 60_000) return `${String(Math.round(milliseconds / 60_000))}m`;
  if (milliseconds >= 1000) return `${String(Math.round(milliseconds / 1000))}s`;
  return `${String(Math.round(milliseconds))}ms`;
}
