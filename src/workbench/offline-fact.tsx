// In the status bar: whether Holdfast works without a network, whether there is one now, and the way to what is stored.

import { CloudAlert, CloudCheck, CloudDownload, CloudOff, HardDrive, type LucideIcon } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { offlineWords, type OfflineWords } from './offline-words.ts';
import { useStore } from './store.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './status-bar.module.css';

const icons: Readonly<Record<OfflineWords['icon'], LucideIcon>> = {
  kept: CloudCheck,
  keeping: CloudDownload,
  partly: CloudAlert,
  offline: CloudOff,
};

export function OfflineFact() {
  const { offlineCopy, dialog } = useWorkbench();
  const copy = useStore(offlineCopy);
  const words = offlineWords(copy, useOnline());
  const Icon = words === null ? HardDrive : icons[words.icon];
  return (
    <button
      type="button"
      className={styles.button}
      data-testid="status-offline"
      data-copy={copy.kind}
      title={`${words?.detail ?? ''} Click to see what this browser stores.`.trimStart()}
      onClick={() => dialog.set({ kind: 'storage' })}
    >
      <Icon size={13} />
      <span className={styles.unit}>{words?.label ?? 'Storage'}</span>
    </button>
  );
}

export function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}
