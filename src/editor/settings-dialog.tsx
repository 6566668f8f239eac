// The settings: how text looks and is written, and the theme. They hold for all projects, at once.

import type { ReactNode } from 'react';
import controls from '../workbench/controls.module.css';
import { Dialog } from '../workbench/dialog.tsx';
import { useStore } from '../workbench/store.ts';
import { themeChoices } from '../workbench/theme.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { fontSizes, tabSizes, wordWraps } from './preferences.ts';
import styles from './settings-dialog.module.css';

const wrapNames = { narrow: 'On narrow screens', on: 'On', off: 'Off' } as const;
const themeNames = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

export function SettingsDialog() {
  const { dialog, preferences, theme } = useWorkbench();
  const text = useStore(preferences.text);
  const autosave = useStore(preferences.autosave);
  const choice = useStore(theme.choice);
  return (
    <Dialog title="Settings" onClose={() => dialog.set(null)}>
      <div className={styles.settings}>
        <Choice
          label="Theme"
          choices={themeChoices}
          value={choice}
          nameOf={(each) => themeNames[each]}
          onChange={(next) => theme.choice.set(next)}
        />
        <Choice
          label="Font size"
          note="Editor and terminal"
          choices={fontSizes}
          value={text.fontSize}
          nameOf={(size) => `${size} px`}
          onChange={(fontSize) => preferences.text.set((now) => ({ ...now, fontSize }))}
        />
        <Choice
          label="Indentation"
          note="Of files that show none of their own"
          choices={tabSizes}
          value={text.tabSize}
          nameOf={(size) => `${size} spaces`}
          onChange={(tabSize) => preferences.text.set((now) => ({ ...now, tabSize }))}
        />
        <Choice
          label="Word wrap"
          choices={wordWraps}
          value={text.wordWrap}
          nameOf={(wrap) => wrapNames[wrap]}
          onChange={(wordWrap) => preferences.text.set((now) => ({ ...now, wordWrap }))}
        />
        <Switch
          label="Format on save"
          note="When you save a file by hand"
          checked={text.formatOnSave}
          onChange={(formatOnSave) => preferences.text.set((now) => ({ ...now, formatOnSave }))}
        />
        <Switch
          label="Autosave"
          note="A second after the last edit"
          checked={autosave}
          onChange={(on) => preferences.autosave.set(on)}
        />
      </div>
    </Dialog>
  );
}

function Setting({
  label,
  note,
  children,
}: {
  label: string;
  note?: string | undefined;
  children: ReactNode;
}) {
  return (
    <label className={styles.setting}>
      <span>
        {label}
        {note !== undefined && <small>{note}</small>}
      </span>
      {children}
    </label>
  );
}

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly note?: string;
  readonly choices: readonly T[];
  readonly value: T;
  readonly nameOf: (choice: T) => string;
  readonly onChange: (choice: T) => void;
}

function Choice<T extends string | number>({
  label,
  note,
  choices,
  value,
  nameOf,
  onChange,
}: ChoiceProps<T>) {
  return (
    <Setting label={label} note={note}>
      <select
        className={`${controls.field} ${styles.select}`}
        value={value}
        onChange={(event) => {
          const chosen = choices[event.target.selectedIndex];
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {nameOf(choice)}
          </option>
        ))}
      </select>
    </Setting>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly note: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Switch({ label, note, checked, onChange }: SwitchProps) {
  return (
    <Setting label={label} note={note}>
      <input
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
    </Setting>
  );
}
