// The bar at the top: project, palette, runtime controls, what is shown.

import { Monitor, Moon, PanelBottom, PanelLeft, PanelRight, Search, Sun } from 'lucide-react';
import { IconButton } from './icon-button.tsx';
import { Logo } from './logo.tsx';
import { ProjectSwitcher } from './project-switcher.tsx';
import { RunControls } from './run-controls.tsx';
import { shortcutText } from './shortcuts.ts';
import { useStore } from './store.ts';
import { themeChoices, type ThemeStore } from './theme.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './title-bar.module.css';

export function TitleBar() {
  const { layout, dialog, actions, theme } = useWorkbench();
  const { sidebar, terminal, preview } = useStore(layout);
  return (
    <header className={styles.bar}>
      <div className={styles.start}>
        <span className={styles.logo} title="Holdfast">
          <Logo />
        </span>
        <ProjectSwitcher />
      </div>
      <button
        type="button"
        className={styles.palette}
        onClick={() => dialog.set({ kind: 'palette', mode: 'commands' })}
      >
        <Search size={13} />
        <span>Search files and commands</span>
        <kbd>{shortcutText('palette')}</kbd>
      </button>
      <div className={styles.end}>
        <div className={styles.panes}>
          <IconButton
            label={sidebar ? 'Hide side bar' : 'Show side bar'}
            shortcut={shortcutText('sidebar')}
            aria-pressed={sidebar}
            onClick={() => actions.toggle('sidebar')}
          >
            <PanelLeft size={16} />
          </IconButton>
          <IconButton
            label={terminal ? 'Hide terminal' : 'Show terminal'}
            shortcut={shortcutText('terminal')}
            aria-pressed={terminal}
            onClick={() => actions.toggle('terminal')}
          >
            <PanelBottom size={16} />
          </IconButton>
          <IconButton
            label={preview ? 'Hide preview' : 'Show preview'}
            shortcut={shortcutText('preview')}
            aria-pressed={preview}
            onClick={() => actions.toggle('preview')}
          >
            <PanelRight size={16} />
          </IconButton>
          <ThemeToggle theme={theme} />
        </div>
        <RunControls />
      </div>
    </header>
  );
}

const themeNames = { system: 'as the system', light: 'light', dark: 'dark' } as const;

function ThemeToggle({ theme }: { readonly theme: ThemeStore }) {
  const choice = useStore(theme.choice);
  const next = themeChoices[(themeChoices.indexOf(choice) + 1) % themeChoices.length] ?? 'system';
  const Icon = choice === 'system' ? Monitor : choice === 'light' ? Sun : Moon;
  return (
    <IconButton
      label={`Theme: ${themeNames[choice]}. Change to ${themeNames[next]}`}
      data-testid="theme-toggle"
      data-choice={choice}
      onClick={() => theme.choice.set(next)}
    >
      <Icon size={15} />
    </IconButton>
  );
}
