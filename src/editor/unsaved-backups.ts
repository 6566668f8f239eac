// Unsaved text as it was kept for the next load.

export interface Backup {
  readonly text: string;
  /** What was on disk below it. */
  readonly disk: string | null;
}

export function readBackups(stored: string | null): Map<string, Backup> {
  const backups = new Map<string, Backup>();
  try {
    const raw = JSON.parse(stored ?? '{}') as Record<string, { text?: unknown; disk?: unknown }>;
    for (const [path, backup] of Object.entries(raw))
      if (typeof backup.text === 'string')
        backups.set(path, { text: backup.text, disk: typeof backup.disk === 'string' ? backup.disk : null });
  } catch {
    // Not ours, or cut short: nothing to restore.
  }
  return backups;
}
