// Whatever stands in front of the workbench. Loaded when first asked for.

import { useState, type ReactNode } from 'react';
import type { ProjectId } from '../../worker/protocol/ids.ts';
import { saveAndClose } from '../editor/close-files.ts';
import { SettingsDialog } from '../editor/settings-dialog.tsx';
import { nameOf } from '../files/paths.ts';
import { NewProjectDialog } from '../projects/new-project-dialog.tsx';
import { IdentityDialog, NewBranchDialog } from '../source-control/source-control-dialogs.tsx';
import { StorageDialog } from '../storage/storage-dialog.tsx';
import { CommandPalette } from './command-palette.tsx';
import controls from './controls.module.css';
import { Dialog, DialogActions } from './dialog.tsx';
import type { DialogRequest } from './dialog-request.ts';
import styles from './dialogs.module.css';
import { useProjects } from './project-context.ts';
import { findInTerminalText, isMac, shortcuts, shortcutText, type ShortcutId } from './shortcuts.ts';
import { useWorkbench } from './workbench-context.ts';

export function Dialogs({ request }: { readonly request: DialogRequest }) {
  switch (request.kind) {
    case 'palette':
      return <CommandPalette key={request.mode} mode={request.mode} />;
    case 'new-project':
      return <NewProjectDialog />;
    case 'rename-project':
      return <RenameProject id={request.id as ProjectId} name={request.name} />;
    case 'delete-project':
      return <DeleteProject id={request.id as ProjectId} name={request.name} />;
    case 'close-unsaved':
      return <CloseUnsaved path={request.path} />;
    case 'settings':
      return <SettingsDialog />;
    case 'git-identity':
      return <IdentityDialog />;
    case 'new-branch':
      return <NewBranchDialog />;
    case 'keyboard':
      return <KeyboardShortcuts />;
    case 'storage':
      return <StorageDialog />;
  }
}

function RenameProject({ id, name: initial }: { readonly id: ProjectId; readonly name: string }) {
  const { dialog, toasts } = useWorkbench();
  const { store } = useProjects();
  const [name, setName] = useState(initial);
  const close = () => dialog.set(null);
  return (
    <Dialog title="Rename project" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close();
          if (name.trim() !== initial)
            store
              .rename(id, name.trim())
              .catch((error: unknown) => toasts.error('Could not rename the project', error));
        }}
      >
        <input
          data-autofocus=""
          aria-label="Name"
          className={controls.field}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <DialogActions>
          <Plain onClick={close}>Cancel</Plain>
          <button
            type="submit"
            className={`${controls.button} ${controls.primary}`}
            disabled={name.trim() === ''}
          >
            Rename
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function DeleteProject({ id, name }: { readonly id: ProjectId; readonly name: string }) {
  const { dialog, toasts } = useWorkbench();
  const { store } = useProjects();
  const [busy, setBusy] = useState(false);
  const close = () => dialog.set(null);
  const remove = async () => {
    setBusy(true);
    try {
      // The tab then shows another project, or makes one as on a first visit.
      await store.remove(id);
      close();
    } catch (error) {
      close();
      toasts.error('Could not delete the project', error);
    }
  };
  return (
    <Dialog title={`Delete “${name}”?`} onClose={close}>
      <p className={styles.text}>
        Its processes end, and its files are removed from this browser. There is no copy anywhere else: export
        it first if you may want it again.
      </p>
      <DialogActions>
        <Plain onClick={close}>Cancel</Plain>
        <button
          type="button"
          className={`${controls.button} ${controls.danger}`}
          disabled={busy}
          onClick={() => void remove()}
        >
          {busy ? 'Deleting…' : 'Delete project'}
        </button>
      </DialogActions>
    </Dialog>
  );
}

function CloseUnsaved({ path }: { readonly path: string }) {
  const { dialog, editor } = useWorkbench();
  const close = () => dialog.set(null);
  return (
    <Dialog title={`Save ${nameOf(path)}?`} onClose={close}>
      <p className={styles.text}>It has edits that are not on disk. Without saving they are lost.</p>
      <DialogActions>
        <Plain
          onClick={() => {
            close();
            editor.close(path);
          }}
        >
          Do not save
        </Plain>
        <Plain onClick={close}>Cancel</Plain>
        <button
          type="button"
          data-autofocus=""
          className={`${controls.button} ${controls.primary}`}
          onClick={() => {
            close();
            void saveAndClose(editor, path);
          }}
        >
          Save
        </button>
      </DialogActions>
    </Dialog>
  );
}

const shortcutNames: Readonly<Record<ShortcutId, string>> = {
  palette: 'Commands and files',
  search: 'Search in files',
  'source-control': 'Source control',
  'palette-f1': 'Commands, from a terminal too',
  'quick-open': 'Open a file',
  save: 'Save',
  'close-file': 'Close the file',
  'reopen-file': 'Reopen a closed file',
  'next-file': 'Next file',
  'previous-file': 'Previous file',
  run: 'Run, or restart the server',
  stop: 'Stop',
  sidebar: 'Side bar',
  terminal: 'Terminal',
  preview: 'Preview',
  'next-pane': 'Next pane (back with Shift)',
  settings: 'Settings',
};

function KeyboardShortcuts() {
  const { dialog } = useWorkbench();
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => dialog.set(null)}>
      <dl className={styles.keys}>
        {(Object.keys(shortcutNames) as ShortcutId[]).map((id) => (
          <ShortcutRow
            key={id}
            name={shortcutNames[id]}
            note={shortcuts[id].inTerminal || isMac ? null : 'not in a terminal'}
            keys={shortcutText(id)}
          />
        ))}
        <ShortcutRow name="Find in the terminal" note="in a terminal" keys={findInTerminalText} />
      </dl>
    </Dialog>
  );
}

interface ShortcutRowProps {
  readonly name: string;
  readonly note: string | null;
  readonly keys: string;
}

function ShortcutRow({ name, note, keys }: ShortcutRowProps) {
  return (
    <div>
      <dt>
        {name}
        {note !== null && <small>{note}</small>}
      </dt>
      <dd>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  );
}

function Plain({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className={controls.button} onClick={onClick}>
      {children}
    </button>
  );
}
