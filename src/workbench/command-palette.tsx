// The palette: commands, and files by fuzzy match. Typing nothing shows the commands; files and commands are searched
// together, files alone in quick open.

import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Search } from 'lucide-react';
import type { ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import { FileIcon } from '../files/file-icon.tsx';
import { listFiles } from '../files/list-files.ts';
import { nameOf, parentOf } from '../files/paths.ts';
import { allCommands } from './commands.tsx';
import { rankByFuzzy } from './fuzzy-match.ts';
import { quickOpenOrder } from './quick-open-order.ts';
import { useProjectName } from './project-switcher.tsx';
import { useProjects } from './project-context.ts';
import { useRuntime } from './runtime-context.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './command-palette.module.css';

/** More would not be read; the query is refined instead. */
const shownLimit = 60;
const fileLimit = 5000;

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly detail: string;
  readonly icon: ReactNode;
  readonly shortcut: string | null;
  readonly enabled: boolean;
  readonly run: () => void;
}

export function CommandPalette({ mode }: { readonly mode: 'commands' | 'files' }) {
  const workbench = useWorkbench();
  const projects = useProjects();
  const projectName = useProjectName();
  const { dialog, connection, editor, actions, toasts } = workbench;
  // Commands are enabled as the runtime's state allows, also while the palette is open.
  const link = useRuntime((now) => now);
  const [query, setQuery] = useState('');
  const [selected, setSelected] = useState<number | null>(null);
  const [files, setFiles] = useState<readonly string[]>([]);
  const [known, setKnown] = useState<readonly ProjectInfo[]>([]);
  const element = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    if (element.current?.open === false) element.current.showModal();
  }, []);
  useEffect(() => {
    let cancelled = false;
    listFiles(connection.kernel.fs, fileLimit).then(
      (paths) => !cancelled && setFiles(paths),
      (error: unknown) => toasts.error('Could not list the files', error),
    );
    projects.store.list().then(
      (all) => !cancelled && setKnown(all),
      () => undefined,
    );
    return () => {
      cancelled = true;
    };
  }, [connection, projects.store, toasts]);

  const close = () => dialog.set(null);
  const entries = useMemo(() => {
    const commands = (): Entry[] =>
      allCommands(workbench, projects, projectName, known).map((command) => ({
        key: command.id,
        text: command.title,
        detail: '',
        icon: command.icon,
        shortcut: command.shortcut ?? null,
        enabled: command.enabled,
        run: command.run,
      }));
    const { history, active } = editor.open.get();
    const order = quickOpenOrder(files, history, active);
    const fileEntries = order.map((path): Entry => ({
      key: `file:${path}`,
      text: path,
      detail: parentOf(path),
      icon: <FileIcon path={path} />,
      shortcut: null,
      enabled: true,
      run: () => {
        editor.openPath(path);
        actions.show('editor');
      },
    }));
    const pool =
      mode === 'files' ? fileEntries : query.trim() === '' ? commands() : [...commands(), ...fileEntries];
    return rankByFuzzy(query, pool, (entry) => entry.text).slice(0, shownLimit);
    // `link` is read by allCommands through the connection.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [query, files, known, mode, workbench, projects, projectName, link]);

  // Until a key or the pointer has chosen: the first that can be run.
  const first = Math.max(
    0,
    entries.findIndex(({ item }) => item.enabled),
  );
  const at = Math.min(selected ?? first, Math.max(0, entries.length - 1));
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const choose = (entry: Entry | undefined) => {
    if (entry?.enabled !== true) return;
    close();
    entry.run();
  };

  return (
    <dialog
      ref={element}
      className={styles.palette}
      aria-label={mode === 'files' ? 'Open file' : 'Commands'}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => {
        if (event.target === element.current) close();
      }}
    >
      <div className={styles.field}>
        <Search size={15} />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={`palette-${at}`}
          aria-label={mode === 'files' ? 'File name' : 'Command or file'}
          placeholder={mode === 'files' ? 'Go to file' : 'Type a command or a file name'}
          value={query}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setQuery(event.target.value);
            setSelected(null);
          }}
          onKeyDown={(event) => {
            const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
            if (move !== undefined) setSelected(Math.max(0, Math.min(entries.length - 1, at + move)));
            else if (event.key === 'Enter') choose(entries[at]?.item);
            else return;
            event.preventDefault();
          }}
        />
        <kbd>esc</kbd>
      </div>
      <ul ref={list} id="palette-list" role="listbox" aria-label="Results" className={styles.list}>
        {entries.map(({ item, positions }, index) => (
          <li
            key={item.key}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={!item.enabled}
            className={styles.entry}
            onPointerMove={() => setSelected(index)}
            onClick={() => choose(item)}
          >
            <span className={styles.icon}>{item.icon}</span>
            {item.key.startsWith('file:') ? (
              <>
                <span className={styles.text}>
                  <Marked
                    text={nameOf(item.text)}
                    positions={positions}
                    offset={item.text.length - nameOf(item.text).length}
                  />
                </span>
                <span className={styles.detail}>
                  <Marked text={item.detail} positions={positions} offset={0} />
                </span>
              </>
            ) : (
              <span className={styles.text}>
                <Marked text={item.text} positions={positions} offset={0} />
              </span>
            )}
            {item.shortcut !== null && (
              <span className={styles.keys}>
                {item.shortcut.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </span>
            )}
          </li>
        ))}
        {entries.length === 0 && <li className={styles.none}>Nothing matches “{query}”.</li>}
      </ul>
    </dialog>
  );
}

/** The matched characters stand out; `offset` is where `text` lies in the matched string. */
function Marked({ text, positions, offset }: { text: string; positions: readonly number[]; offset: number }) {
  const marked = new Set(positions.map((position) => position - offset));
  const parts: { text: string; hit: boolean }[] = [];
  for (let index = 0; index < text.length; index++) {
    const hit = marked.has(index);
    const last = parts.at(-1);
    if (last?.hit === hit) last.text += text[index] ?? '';
    else parts.push({ text: text[index] ?? '', hit });
  }
  return parts.map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : part.text));
}
