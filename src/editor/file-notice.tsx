// Instead of a file that is not shown: why, and a way to have it all the same.

import type { ReactNode } from 'react';
import { FileWarning } from 'lucide-react';
import controls from '../workbench/controls.module.css';
import { useWorkbench } from '../workbench/workbench-context.ts';
import styles from './editor-pane.module.css';

export function FileNotice({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const { fileActions } = useWorkbench();
  return (
    <div className={styles.notice}>
      <FileWarning size={28} strokeWidth={1.25} />
      <p>{children}</p>
      <button type="button" className={controls.button} onClick={() => void fileActions.download(path)}>
        Download
      </button>
    </div>
  );
}
