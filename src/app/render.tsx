// The part of the page that paints: React, the workbench, xterm. Loaded beside the attachment, not before it.

import { createRoot } from 'react-dom/client';
import { Root } from './root.tsx';
import type { Workspace } from './workspace.ts';

export function render(element: HTMLElement, workspace: Workspace): void {
  createRoot(element).render(<Root workspace={workspace} />);
}
