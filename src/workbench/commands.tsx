// Every command of the workbench, for the palette: its words, its key, whether it can be done now.

import type { ReactNode } from 'react';
import {
  AppWindow,
  Download,
  FilePlus2,
  FolderOpen,
  FolderPlus,
  GitBranch,
  HardDrive,
  Keyboard,
  Moon,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Pencil,
  Play,
  Plus,
  RotateCw,
  Settings,
  Search,
  Square,
  Sun,
  TextSearch,
  Monitor,
  LayoutDashboard,
  Trash2,
} from 'lucide-react';
import type { ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import { editorCommands } from '../editor/editor-commands.tsx';
import { terminalCommands } from '../terminal/terminal-commands.tsx';
import { defaultLayout } from './layout-store.ts';
import type { Projects } from './project-context.ts';
import { shortcutText } from './shortcuts.ts';
import { statusWords } from './status-words.ts';
import { themeChoices } from './theme.ts';
import { openSearch, openSourceControl } from './use-keyboard.ts';
import type { Workbench } from './workbench-context.ts';

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  readonly enabled: boolean;
  readonly run: () => void;
}

export function allCommands(
  workbench: Workbench,
  projects: Projects,
  projectName: string,
  known: readonly ProjectInfo[],
): Command[] {
  const { actions, connection, dialog, fileActions, layout, preview, theme, tree } = workbench;
  const words = statusWords(connection.getSnapshot());
  const attached = connection.getSnapshot().link === 'attached';
  const panes = layout.get();
  return [
    {
      id: 'run',
      title: 'Run',
      icon: <Play size={15} />,
      shortcut: shortcutText('run'),
      enabled: words.run.enabled,
      run: actions.run,
    },
    {
      id: 'stop',
      title: 'Stop',
      icon: <Square size={15} />,
      shortcut: shortcutText('stop'),
      enabled: words.stop.enabled,
      run: actions.stop,
    },
    {
      id: 'restart',
      title: 'Restart server',
      icon: <RotateCw size={15} />,
      enabled: words.restart.enabled,
      run: actions.restart,
    },
    {
      id: 'open-file',
      title: 'Open file…',
      icon: <Search size={15} />,
      shortcut: shortcutText('quick-open'),
      enabled: attached,
      run: () => dialog.set({ kind: 'palette', mode: 'files' }),
    },
    {
      id: 'search',
      title: 'Search in files',
      icon: <TextSearch size={15} />,
      shortcut: shortcutText('search'),
      enabled: attached,
      run: () => openSearch(workbench),
    },
    {
      id: 'source-control',
      title: 'Source control',
      icon: <GitBranch size={15} />,
      shortcut: shortcutText('source-control'),
      enabled: attached,
      run: () => openSourceControl(workbench),
    },
    {
      id: 'new-file',
      title: 'New file',
      icon: <FilePlus2 size={15} />,
      enabled: attached,
      run: () => {
        actions.show('sidebar');
        tree.startEdit({ kind: 'new-file', path: '' });
      },
    },
    {
      id: 'new-folder',
      title: 'New folder',
      icon: <FolderPlus size={15} />,
      enabled: attached,
      run: () => {
        actions.show('sidebar');
        tree.startEdit({ kind: 'new-folder', path: '' });
      },
    },
    ...editorCommands(workbench),
    ...terminalCommands(workbench),
    {
      id: 'reload-preview',
      title: 'Reload preview',
      icon: <RotateCw size={15} />,
      enabled: words.preview.kind === 'ready',
      run: () => preview.reload(),
    },
    {
      id: 'sidebar',
      title: panes.sidebar ? 'Hide side bar' : 'Show side bar',
      icon: <PanelLeft size={15} />,
      shortcut: shortcutText('sidebar'),
      enabled: true,
      run: () => actions.toggle('sidebar'),
    },
    {
      id: 'terminal',
      title: panes.terminal ? 'Hide terminal' : 'Show terminal',
      icon: <PanelBottom size={15} />,
      shortcut: shortcutText('terminal'),
      enabled: true,
      run: () => actions.toggle('terminal'),
    },
    {
      id: 'preview',
      title: panes.preview ? 'Hide preview' : 'Show preview',
      icon: <PanelRight size={15} />,
      shortcut: shortcutText('preview'),
      enabled: true,
      run: () => actions.toggle('preview'),
    },
    {
      id: 'processes',
      title: panes.processes ? 'Hide processes' : 'Show processes',
      icon: <AppWindow size={15} />,
      enabled: true,
      run: () => actions.toggle('processes'),
    },
    {
      id: 'reset-layout',
      title: 'Reset layout',
      icon: <LayoutDashboard size={15} />,
      enabled: true,
      run: () => layout.set(defaultLayout),
    },
    ...themeChoices.map((choice): Command => ({
      id: `theme-${choice}`,
      title: `Theme: ${choice === 'system' ? 'as the system' : choice}`,
      icon:
        choice === 'system' ? (
          <Monitor size={15} />
        ) : choice === 'light' ? (
          <Sun size={15} />
        ) : (
          <Moon size={15} />
        ),
      enabled: theme.choice.get() !== choice,
      run: () => theme.choice.set(choice),
    })),
    {
      id: 'new-project',
      title: 'New project…',
      icon: <Plus size={15} />,
      enabled: true,
      run: () => dialog.set({ kind: 'new-project' }),
    },
    ...known
      .filter((project) => project.id !== projects.current.id)
      .map((project): Command => ({
        id: `project-${project.id}`,
        title: `Open project: ${project.name}`,
        icon: <FolderOpen size={15} />,
        enabled: true,
        run: () => projects.open(project.id),
      })),
    {
      id: 'rename-project',
      title: 'Rename project…',
      icon: <Pencil size={15} />,
      enabled: attached,
      run: () => dialog.set({ kind: 'rename-project', id: projects.current.id, name: projectName }),
    },
    {
      id: 'export',
      title: 'Export project as zip',
      icon: <Download size={15} />,
      enabled: attached,
      run: () => void fileActions.exportZip(projectName),
    },
    {
      id: 'delete-project',
      title: 'Delete project…',
      icon: <Trash2 size={15} />,
      enabled: true,
      run: () => dialog.set({ kind: 'delete-project', id: projects.current.id, name: projectName }),
    },
    {
      id: 'storage',
      title: 'Storage and packages…',
      icon: <HardDrive size={15} />,
      enabled: attached,
      run: () => dialog.set({ kind: 'storage' }),
    },
    {
      id: 'settings',
      title: 'Settings…',
      icon: <Settings size={15} />,
      shortcut: shortcutText('settings'),
      enabled: true,
      run: () => dialog.set({ kind: 'settings' }),
    },
    {
      id: 'keyboard',
      title: 'Keyboard shortcuts',
      icon: <Keyboard size={15} />,
      enabled: true,
      run: () => dialog.set({ kind: 'keyboard' }),
    },
  ];
}
