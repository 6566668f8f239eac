// Renders the toast store, politely announced.

import { CircleAlert, X } from 'lucide-react';
import { IconButton } from './icon-button.tsx';
import { useStore } from './store.ts';
import type { ToastStore } from './toast-store.ts';
import styles from './toasts.module.css';

export function Toasts({ store }: { readonly store: ToastStore }) {
  const toasts = useStore(store);
  return (
    <div className={styles.stack} role="log" aria-label="Notifications" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
          {toast.tone === 'error' && <CircleAlert size={16} className={styles.icon} />}
          <div className={styles.body}>
            <div className={styles.title}>{toast.title}</div>
            {toast.text !== null && <div className={styles.text}>{toast.text}</div>}
          </div>
          {toast.action !== null && (
            <button
              type="button"
              className={styles.action}
              onClick={() => {
                store.dismiss(toast.id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton label="Dismiss" onClick={() => store.dismiss(toast.id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
