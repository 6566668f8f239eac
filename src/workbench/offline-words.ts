// What the status bar says of visits without a network: one pure function, as in status-words.ts.

import type { OfflineCopy } from '../host/offline-copy.ts';

export interface OfflineWords {
  readonly icon: 'kept' | 'keeping' | 'partly' | 'offline';
  readonly label: string;
  /** The whole of it, as a tooltip. */
  readonly detail: string;
}

/** null: there is nothing to say yet. `online`: what the browser knows of its network. */
export function offlineWords(copy: OfflineCopy, online: boolean): OfflineWords | null {
  const detail = copyDetail(copy);
  if (!online) return { icon: 'offline', label: 'Offline', detail: `This browser has no network. ${detail}` };
  switch (copy.kind) {
    case 'unknown':
      return null;
    case 'keeping':
      return { icon: 'keeping', label: `Keeping ${copy.kept}/${copy.of}`, detail };
    case 'kept':
      return { icon: 'kept', label: 'Works offline', detail };
    case 'partly':
      return { icon: 'partly', label: 'Partly offline', detail };
  }
}

function copyDetail(copy: OfflineCopy): string {
  switch (copy.kind) {
    case 'unknown':
      return 'What was installed in this browser installs again.';
    case 'keeping':
      return `${copy.kept} of ${copy.of} files of Holdfast and its templates’ packages are kept for visits without a network.`;
    case 'kept':
      return 'Holdfast, its templates and their packages are kept in this browser, and so is what was installed.';
    case 'partly':
      return `${copy.kept} of ${copy.of} files are kept for visits without a network: ${
        copy.reason === 'data-saver'
          ? 'the browser is set to save data.'
          : 'the network or the disk gave out. The next visit goes on.'
      }`;
  }
}
