// The part of the page that paints: React, the workbench, xterm. Loaded beside the attachment, not before it.

import { createRoot } from 'react-dom/client';
import type { OfflineCopy } from '../host/offline-copy.ts';
import type { Store } from '../workbench/store.ts';
import { Root } from './root.tsx';
import type { Workspace } from './workspace.ts';

/** Resolves when the first project's terminal shows its first text, or will not soon. */
export function render(
  element: HTMLElement,
  workspace: Workspace,
  offlineCopy: Store<OfflineCopy>,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  createRoot(element).render(
    <Root workspace={workspace} offlineCopy={offlineCopy} onFirstScreen={resolve} />,
  );
  return promise;
}
