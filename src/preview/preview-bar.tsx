// The preview's address bar.

import { useCallback, useRef, useState } from 'react';
import {
  ArrowLeft,
  ArrowRight,
  ChevronDown,
  Monitor,
  RotateCw,
  Smartphone,
  SquareArrowOutUpRight,
  Tablet,
} from 'lucide-react';
import type { PortInfo } from '../../worker/kernel/state.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import { anchorBelow, Menu, type MenuAnchor } from '../workbench/menu.tsx';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { DeviceWidth } from './preview-store.ts';
import { previewUrl } from './preview-url.ts';
import styles from './preview-pane.module.css';

interface Props {
  readonly ports: readonly PortInfo[];
  readonly shown: PortInfo | null;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** With what was typed. */
  readonly onNavigate: (typed: string) => void;
  readonly onBack: () => void;
  readonly onReload: () => void;
}

const devices: readonly DeviceWidth[] = ['full', 'tablet', 'phone'];
const deviceNames = { full: 'full width', tablet: 'tablet, 820 px', phone: 'phone, 390 px' } as const;
const deviceIcons = { full: Monitor, tablet: Tablet, phone: Smartphone } as const;

export function PreviewBar({ ports, shown, canGoBack, canGoForward, onNavigate, onBack, onReload }: Props) {
  const { preview } = useWorkbench();
  const { path, device } = useStore(preview.state);
  /** What is being typed, or null while the page's own path is shown. */
  const [draft, setDraft] = useState<string | null>(null);
  const [menu, setMenu] = useState<MenuAnchor | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const portButton = useRef<HTMLButtonElement>(null);
  const nextDevice = devices[(devices.indexOf(device) + 1) % devices.length] ?? 'full';
  const DeviceIcon = deviceIcons[device];
  const idle = shown === null;

  return (
    <div className={styles.bar}>
      <IconButton label="Back" className={styles.narrow} disabled={idle || !canGoBack} onClick={onBack}>
        <ArrowLeft size={15} />
      </IconButton>
      <IconButton
        label="Forward"
        className={styles.narrow}
        disabled={idle || !canGoForward}
        onClick={() => preview.command?.('forward')}
      >
        <ArrowRight size={15} />
      </IconButton>
      <IconButton label="Reload the preview" data-testid="preview-reload" disabled={idle} onClick={onReload}>
        <RotateCw size={14} />
      </IconButton>
      <form
        className={styles.address}
        data-idle={idle || undefined}
        onSubmit={(event) => {
          event.preventDefault();
          if (draft !== null) onNavigate(draft);
          setDraft(null);
          (document.activeElement as HTMLElement | null)?.blur();
        }}
      >
        {shown !== null && (
          <button
            ref={portButton}
            type="button"
            className={styles.port}
            data-testid="preview-port"
            disabled={ports.length < 2}
            aria-label={`Port ${shown.port}`}
            onClick={() => portButton.current !== null && setMenu(anchorBelow(portButton.current))}
          >
            :{shown.port}
            {ports.length > 1 && <ChevronDown size={11} />}
          </button>
        )}
        <input
          data-testid="preview-address"
          aria-label="Address"
          value={draft ?? (idle ? '' : path)}
          placeholder={idle ? 'Nothing is served' : '/'}
          disabled={idle}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => setDraft(null)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setDraft(null);
              event.currentTarget.blur();
            }
          }}
        />
      </form>
      <IconButton
        label={`Width: ${deviceNames[device]}. Change to ${deviceNames[nextDevice]}`}
        className={styles.narrow}
        disabled={idle}
        onClick={() => preview.state.set((now) => ({ ...now, device: nextDevice }))}
      >
        <DeviceIcon size={14} />
      </IconButton>
      <IconButton
        label="Open in a new tab"
        disabled={idle}
        onClick={() => {
          if (shown !== null) window.open(previewUrl(shown.url, path), '_blank', 'noopener');
        }}
      >
        <SquareArrowOutUpRight size={14} />
      </IconButton>
      {menu !== null && (
        <Menu
          label="Ports"
          anchor={menu}
          onClose={closeMenu}
          items={ports.map((each) => ({
            kind: 'action',
            label: `Port ${each.port}`,
            hint: `pid ${each.pid}`,
            checked: each.port === shown?.port,
            run: () => preview.open(each.port, '/'),
          }))}
        />
      )}
    </div>
  );
}
