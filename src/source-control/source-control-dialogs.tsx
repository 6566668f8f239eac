// What git has to be told before it goes on: who commits, and a new branch's name.

import { useEffect, useState, type ReactNode } from 'react';
import controls from '../workbench/controls.module.css';
import { Dialog, DialogActions } from '../workbench/dialog.tsx';
import dialogs from '../workbench/dialogs.module.css';
import { useWorkbench } from '../workbench/workbench-context.ts';
import styles from './source-control-view.module.css';

/** What was given last in any project: each has a home of its own. */
const identityKey = 'holdfast:git-identity';

export function IdentityDialog() {
  const { dialog, sourceControl, toasts } = useWorkbench();
  const [{ name, email }, setIdentity] = useState(() => parseIdentity(localStorage.getItem(identityKey)));
  const close = () => dialog.set(null);

  useEffect(() => {
    void sourceControl
      .identity()
      .then((known) =>
        setIdentity((now) => ({ name: known.name || now.name, email: known.email || now.email })),
      );
  }, [sourceControl]);

  const submit = async () => {
    try {
      localStorage.setItem(identityKey, JSON.stringify({ name, email }));
    } catch {
      // Asked again in the next project.
    }
    try {
      await sourceControl.setIdentity(name.trim(), email.trim());
      await sourceControl.commit();
    } catch (error) {
      toasts.error('Could not tell git who you are', error);
    }
  };
  return (
    <Dialog title="Who commits?" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close();
          void submit();
        }}
      >
        <p className={dialogs.text}>
          Every commit carries its author’s name and address. They stay in this browser (git’s user.name and
          user.email).
        </p>
        <label className={styles.label}>
          Name
          <input
            data-autofocus=""
            autoComplete="name"
            className={controls.field}
            value={name}
            onChange={(event) => setIdentity((now) => ({ ...now, name: event.target.value }))}
          />
        </label>
        <label className={styles.label}>
          Email
          <input
            type="email"
            autoComplete="email"
            className={controls.field}
            value={email}
            onChange={(event) => setIdentity((now) => ({ ...now, email: event.target.value }))}
          />
        </label>
        <Actions submit="Commit" disabled={name.trim() === '' || email.trim() === ''} onCancel={close} />
      </form>
    </Dialog>
  );
}

export function NewBranchDialog() {
  const { dialog, sourceControl } = useWorkbench();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<ReactNode>(null);
  const close = () => dialog.set(null);
  return (
    <Dialog title="New branch" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          sourceControl.switchTo(name.trim(), true).then(close, (error: unknown) => {
            setProblem((error as Error).message);
          });
        }}
      >
        <input
          data-autofocus=""
          aria-label="Name"
          spellCheck={false}
          autoCapitalize="off"
          className={controls.field}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {problem !== null && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        <Actions submit="Create branch" disabled={name.trim() === ''} onCancel={close} />
      </form>
    </Dialog>
  );
}

interface ActionsProps {
  readonly submit: string;
  readonly disabled: boolean;
  readonly onCancel: () => void;
}

function Actions({ submit, disabled, onCancel }: ActionsProps) {
  return (
    <DialogActions>
      <button type="button" className={controls.button} onClick={onCancel}>
        Cancel
      </button>
      <button type="submit" className={`${controls.button} ${controls.primary}`} disabled={disabled}>
        {submit}
      </button>
    </DialogActions>
  );
}

function parseIdentity(stored: string | null): { name: string; email: string } {
  try {
    const raw = JSON.parse(stored ?? '{}') as { name?: unknown; email?: unknown } | null;
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return { name: text(raw?.name), email: text(raw?.email) };
  } catch {
    return { name: '', email: '' };
  }
}
