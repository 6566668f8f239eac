// The message of the next commit, and the button that makes it.

import { useEffect, useRef } from 'react';
import { Check } from 'lucide-react';
import controls from '../workbench/controls.module.css';
import { countText } from '../workbench/count-text.ts';
import { isMac } from '../workbench/shortcuts.ts';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { RepositoryStatus } from './git-status.ts';
import styles from './source-control-view.module.css';

const hasKeys = (): boolean => !matchMedia('(hover: none), (max-width: 720px)').matches;

export function CommitForm({ status }: { readonly status: RepositoryStatus }) {
  const { sourceControl } = useWorkbench();
  const message = useStore(sourceControl.message);
  const busy = useStore(sourceControl.busy);
  const requests = useStore(sourceControl.focusRequests);
  const field = useRef<HTMLTextAreaElement>(null);
  const { conflicts, staged, unstaged } = status;
  const count = staged.length > 0 ? staged.length : unstaged.length;
  const enabled = !busy && count > 0 && conflicts.length === 0 && message.trim() !== '';

  useEffect(() => {
    if (requests > 0) field.current?.focus();
  }, [requests]);

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (enabled) void sourceControl.commit();
      }}
    >
      <textarea
        ref={field}
        value={message}
        rows={Math.min(8, Math.max(1, message.split('\n').length))}
        placeholder={hasKeys() ? `Message (${isMac ? '⌘↩' : 'Ctrl Enter'} commits)` : 'Message'}
        aria-label="Commit message"
        data-keys="commit"
        className={styles.message}
        onChange={(event) => sourceControl.message.set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <button
        type="submit"
        className={`${controls.button} ${controls.primary}`}
        disabled={!enabled}
        title={
          conflicts.length > 0 ? 'Stage the files in conflict once they are as they should be.' : undefined
        }
      >
        <Check size={14} />
        {staged.length === 0 && unstaged.length > 0
          ? `Commit all ${countText(count, 'change')}`
          : count > 0
            ? `Commit ${countText(count, 'change')}`
            : 'Commit'}
      </button>
    </form>
  );
}
