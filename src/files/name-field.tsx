// The field in the tree in which a new entry is named or an old one renamed. It says what is wrong while one types.

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { nameProblem } from './paths.ts';
import styles from './file-tree.module.css';

interface Props {
  readonly top: number;
  readonly depth: number;
  readonly icon: ReactNode;
  readonly initial: string;
  readonly siblings: readonly string[];
  /** Resolves to what went wrong, or null. */
  readonly onCommit: (name: string) => Promise<string | null>;
  readonly onCancel: () => void;
}

export function NameField({ top, depth, icon, initial, siblings, onCommit, onCancel }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(initial);
  const [failure, setFailure] = useState<string | null>(null);
  const settled = useRef(false);
  const problem =
    name === initial || name === ''
      ? failure
      : (nameProblem(
          name,
          siblings.filter((s) => s !== initial),
        ) ?? failure);

  useEffect(() => {
    const field = input.current;
    if (field === null) return;
    field.focus();
    // The name without its extension is what one means to change.
    const dot = initial.lastIndexOf('.');
    field.setSelectionRange(0, dot > 0 ? dot : initial.length);
  }, [initial]);

  const commit = async (onBlur: boolean) => {
    if (settled.current) return;
    if (name === initial || name.trim() === '') {
      settled.current = true;
      return onCancel();
    }
    if (nameProblem(name, siblings) !== null) {
      if (onBlur) {
        settled.current = true;
        onCancel();
      }
      return;
    }
    settled.current = true;
    const failed = await onCommit(name);
    if (failed !== null) {
      settled.current = false;
      setFailure(failed);
      input.current?.focus();
    }
  };

  return (
    <div className={styles.edit} style={{ top, paddingLeft: 25 + depth * 14 }}>
      {icon}
      <input
        ref={input}
        value={name}
        aria-label={initial === '' ? 'Name' : `New name of ${initial}`}
        aria-invalid={problem !== null}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setName(event.target.value);
          setFailure(null);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') void commit(false);
          else if (event.key === 'Escape') {
            settled.current = true;
            onCancel();
          }
        }}
        onBlur={() => void commit(true)}
      />
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
