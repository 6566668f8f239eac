// What the project serves, in a frame with an address bar. Every word and address comes from the kernel's state; the page
// in the frame tells its own location through the injected client.

import { useEffect, useRef, useState } from 'react';
import { CircleAlert, X } from 'lucide-react';
import { messageFromPreview, type MessageToPreview } from '../../worker/preview/injected-messages.ts';
import { accepts } from '../../worker/protocol/schema.ts';
import type { PortInfo } from '../../worker/kernel/state.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import { useRuntime } from '../workbench/runtime-context.ts';
import { statusWords } from '../workbench/status-words.ts';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { typedAddress } from './local-address.ts';
import { PreviewBar } from './preview-bar.tsx';
import { PreviewPlaceholder } from './preview-placeholder.tsx';
import { pathIn, previewUrl } from './preview-url.ts';
import styles from './preview-pane.module.css';

const noPorts: readonly PortInfo[] = [];

interface Walk {
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
}

export function PreviewPane() {
  const { connection, preview } = useWorkbench();
  const link = useRuntime((now) => now);
  const words = statusWords(link).preview;
  const attached = link.link === 'attached' ? link.snapshot.state : null;
  const ports = attached?.ports ?? noPorts;
  const server =
    attached?.status === 'running' && attached.server.status === 'ready' ? attached.server : null;
  const { port: chosen, path, device } = useStore(preview.state);
  const visit = useStore(preview.visit);
  const frame = useRef<HTMLIFrameElement>(null);
  /** What the page in the frame said of its history; null until it has spoken, which one that is no HTML never does. */
  const [walk, setWalk] = useState<Walk | null>(null);
  /** Where Back leads from a page that does not speak: to the last one that did. */
  const [spoke, setSpoke] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const [errors, setErrors] = useState<readonly string[]>([]);

  // The user's port while it listens, else the dev server's, else the first there is.
  const shown =
    ports.find((each) => each.port === chosen) ??
    ports.find((each) => each.port === server?.port) ??
    ports[0] ??
    null;
  const base = shown?.url ?? null;
  /** A server that restarted has a new pid: the page is loaded again. */
  const key = shown === null ? '' : `${shown.port}:${shown.pid}:${visit}`;
  const [address, setAddress] = useState<{ key: string; src: string } | null>(null);
  if (base === null && address !== null) setAddress(null);
  else if (base !== null && address?.key !== key) {
    // The path is read once a load: later changes are the page's own.
    setAddress({ key, src: previewUrl(base, path) });
    setWalk(null);
    setSpoke(null);
    setErrors([]);
    setLoading(true);
  }

  useEffect(() => {
    if (base === null) return;
    const { origin } = new URL(base, location.href);
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.current?.contentWindow || event.origin !== origin) return;
      const { data } = event;
      if (!accepts(messageFromPreview, data)) return;
      if (data.holdfast === 'preview-message') {
        const { message } = data;
        const words = 'args' in message ? message.args.join(' ') : message.message;
        setErrors((known) => [...known.slice(-99), words]);
        // Whoever watches the machine's previews hears of it too; a kernel that is gone has no such watchers.
        connection.kernel.reportPreview(message).catch(() => undefined);
        return;
      }
      if (data.holdfast === 'hot-update-error') {
        connection.kernel.reportHotUpdateError(data.error).catch(() => undefined);
        return;
      }
      if (data.holdfast === 'leaving') {
        setWalk(null);
        return;
      }
      const { href, title, canGoBack, canGoForward } = data;
      setWalk({ canGoBack, canGoForward });
      setSpoke(pathIn(base, href));
      preview.state.set((now) => ({ ...now, path: pathIn(base, href) ?? now.path, title }));
    };
    const send = (message: MessageToPreview) => frame.current?.contentWindow?.postMessage(message, origin);
    window.addEventListener('message', onMessage);
    preview.command = (command) => send({ holdfast: command });
    return () => {
      window.removeEventListener('message', onMessage);
      preview.command = null;
    };
  }, [base, connection, preview]);

  /** In the same frame, so that Back leads to the page of before. */
  const navigate = (typed: string) => {
    const { port: asked, path: to } = typedAddress(typed);
    const isElsewhere = asked !== shown?.port && ports.some((each) => each.port === asked);
    if (base === null || frame.current === null || isElsewhere)
      return preview.open(isElsewhere ? asked : (shown?.port ?? null), to);
    const isFragment = to.includes('#') && pageOf(to) === pageOf(path);
    if (!isFragment) {
      setWalk(null);
      setErrors([]);
      setLoading(true);
    }
    preview.state.set((now) => ({ ...now, path: to }));
    frame.current.src = previewUrl(base, to);
  };

  const visible = words.kind === 'ready' && address !== null;
  return (
    <>
      <PreviewBar
        ports={ports}
        shown={shown}
        canGoBack={walk?.canGoBack ?? spoke !== null}
        canGoForward={walk?.canGoForward ?? false}
        onNavigate={navigate}
        onBack={() => {
          if (walk === null && spoke !== null) navigate(spoke);
          else preview.command?.('back');
        }}
        onReload={() => {
          if (walk !== null) preview.reload();
          else preview.visit.set((count) => count + 1);
        }}
      />
      <div className={styles.body} data-device={device}>
        {loading && visible && <span className={styles.progress} />}
        {visible && (
          <iframe
            key={address.key}
            ref={frame}
            src={address.src}
            title="Preview"
            data-testid="preview-frame"
            className={styles.frame}
            allow="clipboard-read; clipboard-write; fullscreen; cross-origin-isolated"
            onLoad={() => setLoading(false)}
          />
        )}
        {words.kind !== 'ready' && <PreviewPlaceholder words={words} />}
        {visible && errors.length > 0 && <PageErrors errors={errors} onDismiss={() => setErrors([])} />}
      </div>
    </>
  );
}

/** Without its fragment. */
function pageOf(path: string): string {
  return path.split('#', 1)[0] ?? '';
}

/** Errors of the page itself, which would otherwise be seen only in the browser's own tools. */
function PageErrors({
  errors,
  onDismiss,
}: {
  readonly errors: readonly string[];
  readonly onDismiss: () => void;
}) {
  return (
    <div className={styles.errors} role="status" data-testid="preview-errors">
      <CircleAlert size={14} />
      <span title={errors.join('\n')}>{errors.at(-1)}</span>
      {errors.length > 1 && <em>{errors.length} errors</em>}
      <IconButton label="Dismiss" onClick={onDismiss}>
        <X size={13} />
      </IconButton>
    </div>
  );
}
