// The editor: tabs above, the active file below. Monaco is fetched after the first screen and reused for every text file;
// until it is there the file's text is shown as it is.

import { lazy, Suspense } from 'react';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { extensionOf } from '../files/paths.ts';
import controls from '../workbench/controls.module.css';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { EditorEmpty } from './editor-empty.tsx';
import { EditorTabs } from './editor-tabs.tsx';
import { formatBytes } from './file-contents.ts';
import { FileNotice } from './file-notice.tsx';
import { ImageView, SvgView } from './image-view.tsx';
import { languageName } from './language-name.ts';
import { MonacoSurface } from './monaco-surface.tsx';
import styles from './editor-pane.module.css';

const DiffView = lazy(() =>
  import('../source-control/diff-view.tsx').then((module) => ({ default: module.DiffView })),
);

export function EditorPane() {
  const { editor, sourceControl } = useWorkbench();
  const comparison = useStore(sourceControl.comparison);
  const { active, files } = useStore(editor.open);
  return (
    <>
      {files.length > 0 && <EditorTabs />}
      <div className={styles.body} role="tabpanel" aria-label={active ?? 'Editor'} data-testid="editor">
        {active === null ? <EditorEmpty /> : <FileBody key={active} path={active} />}
        <MonacoSurface />
        {comparison !== null && (
          <Suspense fallback={null}>
            <DiffView comparison={comparison} />
          </Suspense>
        )}
      </div>
    </>
  );
}

/** What is said about a file besides its text. */
function FileBody({ path }: { readonly path: string }) {
  const { editor } = useWorkbench();
  const { contents, conflict } = useStore(editor.document(path));
  switch (contents.kind) {
    case 'loading':
      return null;
    case 'text':
      return (
        <>
          {conflict !== null && <ConflictBar path={path} kind={conflict} />}
          {conflict === null && extensionOf(path) === 'svg' && (
            <SvgView path={path} text={editor.diskText(path)} />
          )}
        </>
      );
    case 'image':
      return <ImageView key={contents.url} path={path} url={contents.url} bytes={contents.bytes} />;
    case 'binary':
      return <FileNotice path={path}>{binaryWords(path, contents.bytes)}</FileNotice>;
    case 'large':
      return (
        <FileNotice path={path}>
          This file has {formatBytes(contents.bytes)}, which is more than the editor opens (2 MB).
        </FileNotice>
      );
    case 'error':
      return (
        <div className={styles.notice} role="alert">
          <CircleAlert size={28} strokeWidth={1.25} />
          <p>{contents.message}</p>
          <div className={styles.choices}>
            <button type="button" className={controls.button} onClick={() => editor.reload(path)}>
              Try again
            </button>
            <button type="button" className={controls.button} onClick={() => editor.close(path)}>
              Close
            </button>
          </div>
        </div>
      );
  }
}

function binaryWords(path: string, bytes: number): string {
  const name = languageName(path);
  // What its name says nothing of would be called plain text.
  const kind = name === 'Plain text' ? 'a binary file' : `a binary file (${name})`;
  return `This is ${kind} of ${formatBytes(bytes)}, which the editor does not show.`;
}

function ConflictBar({ path, kind }: { readonly path: string; readonly kind: 'changed' | 'deleted' }) {
  const { editor } = useWorkbench();
  return (
    <div className={styles.conflict} role="alert">
      <TriangleAlert size={14} />
      <span>
        {kind === 'changed'
          ? 'This file changed on disk while you were editing it.'
          : 'This file was deleted on disk. Your text is still here.'}
      </span>
      {kind === 'changed' && (
        <button type="button" className={controls.button} onClick={() => void editor.revert(path)}>
          Take the disk’s
        </button>
      )}
      <button type="button" className={controls.button} onClick={() => void editor.save(path)}>
        {kind === 'changed' ? 'Keep mine' : 'Save again'}
      </button>
    </div>
  );
}
