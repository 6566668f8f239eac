// What this browser stores: the packages that all projects share and who uses them, what the site takes of the disk, and
// whether the browser keeps it. The kernel looks and clears; the tab shows, and asks the browser to keep what is there.

import { useCallback, useEffect, useState } from 'react';
import type { StorageReport } from '../../worker/protocol/storage-report.ts';
import { formatBytes } from '../editor/file-contents.ts';
import { countText } from '../workbench/count-text.ts';
import controls from '../workbench/controls.module.css';
import { Dialog, DialogActions } from '../workbench/dialog.tsx';
import { useOnline } from '../workbench/offline-fact.tsx';
import { offlineWords } from '../workbench/offline-words.ts';
import { useStore } from '../workbench/store.ts';
import { messageOf } from '../workbench/toast-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { packageLabel, packageUsers, storageTotals } from './storage-words.ts';
import styles from './storage-dialog.module.css';

export function StorageDialog() {
  const { connection, dialog, toasts } = useWorkbench();
  const [report, setReport] = useState<StorageReport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => dialog.set(null);
  const { storage } = connection.kernel;
  const look = useCallback(
    () => storage.report().then(setReport, (error: unknown) => setProblem(messageOf(error))),
    [storage],
  );
  useEffect(() => void look(), [look]);

  /** `cleared` resolves with what is gone. */
  const clear = async (cleared: () => Promise<string>) => {
    setBusy(true);
    try {
      toasts.info(`Cleared ${await cleared()}`);
    } catch (error) {
      setProblem(messageOf(error));
    }
    await look();
    setBusy(false);
  };
  const clearUnused = () =>
    clear(async () => {
      const { packages, bytes } = await storage.clearUnused();
      return `${countText(packages, 'package')}, ${formatBytes(bytes)}`;
    });
  const clearCompiled = () =>
    clear(async () => `compiled WebAssembly, ${formatBytes((await storage.clearCompiled()).bytes)}`);
  const unused = report === null ? 0 : storageTotals(report).unused;

  return (
    <Dialog title="Storage" wide onClose={close}>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {report === null ? (
        problem === null && <p className={styles.empty}>Counting…</p>
      ) : (
        <>
          <Figures report={report} />
          <Keeping report={report} onAsked={() => void look()} />
          <Compiled report={report} busy={busy} onClear={() => void clearCompiled()} />
          <Packages report={report} />
        </>
      )}
      <DialogActions>
        <button
          type="button"
          data-testid="clear-unused"
          className={controls.button}
          disabled={busy || unused === 0}
          title="They were kept so that they install again without a network."
          onClick={() => void clearUnused()}
        >
          {busy ? 'Clearing…' : 'Clear unused'}
        </button>
        <button
          type="button"
          data-autofocus=""
          className={`${controls.button} ${controls.primary}`}
          onClick={close}
        >
          Done
        </button>
      </DialogActions>
    </Dialog>
  );
}

function Figures({ report }: { readonly report: StorageReport }) {
  const { packages, packageBytes, unused, unusedBytes, otherBytes } = storageTotals(report);
  const parts = [
    {
      kind: 'used',
      bytes: packageBytes - unusedBytes,
      label: 'Packages in use',
      detail: countText(packages - unused, 'package'),
    },
    { kind: 'unused', bytes: unusedBytes, label: 'Unused packages', detail: countText(unused, 'package') },
    ...(otherBytes === null
      ? []
      : [{ kind: 'other', bytes: otherBytes, label: 'Files and Holdfast', detail: quotaText(report) }]),
  ];
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ kind, bytes }) => (
          <span key={kind} data-kind={kind} style={{ flexGrow: bytes }} />
        ))}
      </div>
      <dl className={styles.figures}>
        {parts.map(({ kind, bytes, label, detail }) => (
          <div key={kind} data-kind={kind} data-testid={`storage-${kind}`}>
            <dt>{label}</dt>
            <dd>
              <strong>{formatBytes(bytes)}</strong> <small>{detail}</small>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function quotaText({ quota }: StorageReport): string {
  return quota === null ? '' : `of ${formatBytes(quota)} allowed`;
}

/** What becomes of it all without a network, and when the disk runs short. */
function Keeping({ report, onAsked }: { readonly report: StorageReport; readonly onAsked: () => void }) {
  const { offlineCopy, toasts } = useWorkbench();
  const words = offlineWords(useStore(offlineCopy), useOnline());
  const ask = async () => {
    // Only a window may ask; some browsers put the question to the person.
    const kept = await navigator.storage.persist();
    if (!kept)
      toasts.info('The browser did not agree. Bookmarking or installing Holdfast may change its mind.');
    onAsked();
  };
  return (
    <div className={styles.keeping}>
      {words !== null && <p>{words.detail}</p>}
      {report.persisted ? (
        <p>The browser keeps all of it, even when the disk runs short.</p>
      ) : (
        <p>
          The browser may clear it when the disk runs short.{' '}
          <button type="button" className={styles.link} onClick={() => void ask()}>
            Ask it not to
          </button>
        </p>
      )}
    </div>
  );
}

interface CompiledProps {
  readonly report: StorageReport;
  readonly busy: boolean;
  readonly onClear: () => void;
}

function Compiled({ report: { compiled }, busy, onClear }: CompiledProps) {
  if (compiled.files === 0) return null;
  return (
    <p className={styles.keeping} data-testid="storage-compiled">
      <span>
        Compiled WebAssembly, so that tools start sooner: {countText(compiled.files, 'file')},{' '}
        {formatBytes(compiled.bytes)}.{' '}
        <button type="button" className={styles.link} disabled={busy} onClick={onClear}>
          Clear
        </button>
      </span>
    </p>
  );
}

function Packages({ report }: { readonly report: StorageReport }) {
  const [wanted, setWanted] = useState('');
  const shown = report.packages.filter((each) => packageLabel(each).includes(wanted.trim()));
  if (report.packages.length === 0) return <p className={styles.empty}>No packages are stored yet.</p>;
  return (
    <>
      <input
        aria-label="Find a package"
        className={controls.field}
        placeholder={`Find among ${countText(report.packages.length, 'package')}`}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <ul aria-label="Packages" tabIndex={0} data-testid="stored-packages" className={styles.packages}>
        {shown.map((each) => (
          <li key={each.id} data-unused={!each.used || undefined}>
            <span className={styles.name}>{packageLabel(each)}</span>
            <span className={styles.users}>{packageUsers(each, report.projects)}</span>
            <span className={styles.size} title={countText(each.files, 'file')}>
              {formatBytes(each.bytes)}
            </span>
          </li>
        ))}
        {shown.length === 0 && <li className={styles.empty}>None has that name.</li>}
      </ul>
    </>
  );
}
