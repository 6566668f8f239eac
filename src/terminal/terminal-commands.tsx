// What the palette offers for the terminals.

import { Eraser, Search, SquareTerminal, X } from 'lucide-react';
import type { Command } from '../workbench/commands.tsx';
import { findInTerminalText } from '../workbench/shortcuts.ts';
import type { Workbench } from '../workbench/workbench-context.ts';

export function terminalCommands({ actions, connection, terminals }: Workbench): Command[] {
  const attached = connection.getSnapshot().link === 'attached';
  const shown = terminals.active.get();
  return [
    {
      id: 'new-terminal',
      title: 'New terminal',
      icon: <SquareTerminal size={15} />,
      enabled: attached,
      run: () => {
        actions.show('terminal');
        void terminals.openShell();
      },
    },
    {
      id: 'close-terminal',
      title: 'Close terminal',
      icon: <X size={15} />,
      enabled: attached && terminals.canClose(shown),
      run: () => void terminals.close(shown),
    },
    {
      id: 'clear-terminal',
      title: 'Clear terminal',
      icon: <Eraser size={15} />,
      enabled: attached,
      run: () => {
        actions.show('terminal');
        terminals.screen(shown).clear();
        terminals.focusActive();
      },
    },
    {
      id: 'find-terminal',
      title: 'Find in terminal',
      icon: <Search size={15} />,
      shortcut: findInTerminalText,
      enabled: true,
      run: () => {
        actions.show('terminal');
        terminals.finding.set(true);
      },
    },
  ];
}
