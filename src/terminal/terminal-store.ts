// The terminals of one project's workbench: one screen a session, kept while panes come and go. Attaches when the kernel
// is there, again when it comes back, and never starts a shell by itself but the very first one. Owned by the workbench.

import type { SessionId } from '../../worker/protocol/ids.ts';
import type { RuntimeState, SessionInfo } from '../../worker/kernel/state.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';
import { createStore, type Store } from '../workbench/store.ts';
import type { FileLinkOptions } from './file-link-provider.ts';
import { TerminalScreen } from './terminal-screen.ts';

/** The primary shell has a place of its own, whatever its session's id. */
export type TerminalSlot = 'primary' | SessionId;

export interface TerminalStore extends Disposable {
  readonly active: Store<TerminalSlot>;
  /** Whether the find bar is open. */
  readonly finding: Store<boolean>;
  /** Whether the Ctrl of the touch keys is held for the next character. */
  readonly control: Store<boolean>;
  screen(slot: TerminalSlot): TerminalScreen;
  /** To be called once the slot's screen is in the document, so that it attaches with its real size. */
  attach(slot: TerminalSlot): void;
  /** Opens one more shell, shows it, and puts the cursor there. */
  openShell(): Promise<void>;
  /** The primary shell and the server's stay. */
  canClose(slot: TerminalSlot): boolean;
  close(slot: TerminalSlot): Promise<void>;
  /** A new primary shell where the last one ended; asked for by the user. */
  ensurePrimary(): Promise<void>;
  /** The same for a key or a click: it is focused, too. */
  startPrimary(): Promise<void>;
  focusActive(): void;
  /** What the shown terminal shows, for the next load's first frame. */
  picture(): ReturnType<TerminalScreen['picture']>;
  /** How often what a terminal shows has changed. */
  readonly pictures: Store<number>;
  /** Resolves when the shown terminal has its content from the kernel. */
  replayed(): Promise<void>;
  /** Resolves when the shown terminal has text. */
  filled(): Promise<void>;
  refreshTheme(): void;
  setFontSize(size: number): void;
}

interface Dependencies {
  readonly connection: KernelConnection;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Of new screens, in pixels. */
  readonly fontSize: () => number;
  readonly openLink: (url: string) => void;
  /** The name of a file in the output was clicked; the path is in the project. */
  readonly openFile: FileLinkOptions['open'];
  readonly onError: (title: string, error: unknown) => void;
  /** A server began to write: its terminal should be seen. */
  readonly onServerStarted: () => void;
}

export function slotOf(session: SessionInfo): TerminalSlot {
  return session.kind === 'primary' ? 'primary' : session.id;
}

export function createTerminalStore(dependencies: Dependencies): TerminalStore {
  const { connection, storage, fontSize, openLink, openFile, onError, onServerStarted } = dependencies;
  const storageKey = `holdfast:terminal:${connection.projectId}`;
  const active = createStore<TerminalSlot>((storage.getItem(storageKey) as TerminalSlot | null) ?? 'primary');
  const finding = createStore<boolean>(false);
  const control = createStore<boolean>(false);
  const pictures = createStore<number>(0);
  const screens = new Map<TerminalSlot, TerminalScreen>();
  let attached = false;
  /** The shell that was asked for here and waits for the cursor. */
  let opened: SessionId | null = null;
  let serverWasLive: boolean | null = null;

  active.subscribe(() => {
    try {
      storage.setItem(storageKey, active.get());
    } catch {
      // Not remembered.
    }
  });

  const state = (): RuntimeState | null => {
    const link = connection.getSnapshot();
    return link.link === 'attached' ? link.snapshot.state : null;
  };
  const sessionIn = (slot: TerminalSlot): SessionInfo | undefined =>
    state()?.sessions.find((session) => slotOf(session) === slot);

  /** Where what is printed on a terminal was printed, as far as is known: its leader's folder, else the project's. */
  const folderOf = (slot: TerminalSlot): string => {
    const pid = sessionIn(slot)?.pid;
    return state()?.processes.find((process) => process.pid === pid)?.cwd ?? '/';
  };

  /** Attaches a screen to its session. A primary shell that ended is shown as it ended, not started again. */
  const attach = (slot: TerminalSlot, screen: TerminalScreen) => {
    const now = state();
    if (now === null || !screen.mounted || screen.phase.get() !== 'detached') return;
    const session = sessionIn(slot);
    if (session !== undefined) void screen.attach(session.id);
    else if (slot === 'primary' && (now.status !== 'stopped' || now.reason === 'new'))
      void screen.attach(null);
  };

  const focusActive = () => screens.get(active.get())?.focus();

  /** Its screen may come before the answer to `openPTY` or after. */
  const focusOpened = () => {
    if (opened === null || screens.get(opened)?.mounted !== true) return;
    opened = null;
    // It is visible from the next frame on.
    requestAnimationFrame(focusActive);
  };

  const startPrimary = async () => {
    const screen = screenOf('primary');
    await screen.attach(null);
    screen.focus();
  };

  const screenOf = (slot: TerminalSlot): TerminalScreen => {
    let screen = screens.get(slot);
    if (screen === undefined) {
      screen = new TerminalScreen({
        connection,
        openLink,
        control,
        fontSize: fontSize(),
        fileLinks: {
          open: openFile,
          locate: (path) => connection.kernel.fs.locate(path, folderOf(slot)),
        },
        onEnterWhenEnded: () => {
          if (slot === 'primary' && state() !== null) void startPrimary();
        },
        onFind: () => finding.set(true),
        onPicture: () => pictures.set(pictures.get() + 1),
        onError: (error) => onError('Could not attach the terminal', error),
      });
      screens.set(slot, screen);
    }
    return screen;
  };

  const follow = () => {
    const now = state();
    if (now === null) {
      if (attached) for (const screen of screens.values()) screen.detach();
      attached = false;
      return;
    }
    attached = true;
    for (const [slot, screen] of [...screens]) {
      const session = sessionIn(slot);
      if (session === undefined && slot !== 'primary') {
        screens.delete(slot);
        screen[Symbol.dispose]();
        if (active.get() === slot) active.set('primary');
        continue;
      }
      screen.live = session?.status === 'live';
      // A session of the primary kind made by somebody else (another tab, an agent).
      if (session !== undefined && screen.phase.get() === 'attached' && screen.session !== session.id)
        screen.detach();
      attach(slot, screen);
    }
    const server = now.sessions.find((session) => session.kind === 'server');
    const serverLive = server?.status === 'live';
    if (serverLive && serverWasLive === false && server !== undefined) {
      active.set(server.id);
      onServerStarted();
    }
    serverWasLive = serverLive;
    const shown = active.get();
    // One that was just opened may be in the answer before it is in the state.
    if (shown !== 'primary' && shown !== opened && sessionIn(shown) === undefined) active.set('primary');
  };
  const unsubscribe = connection.subscribe(follow);

  follow();

  return {
    active,
    finding,
    control,
    screen(slot) {
      const screen = screenOf(slot);
      screen.live = sessionIn(slot)?.status === 'live';
      return screen;
    },
    async openShell() {
      try {
        const id = await connection.kernel.openPTY({ cols: 0, rows: 0 });
        active.set(id);
        opened = id;
        focusOpened();
      } catch (error) {
        onError('Could not open a terminal', error);
      }
    },
    canClose: (slot) => sessionIn(slot)?.kind === 'shell',
    async close(slot) {
      const session = sessionIn(slot);
      if (session === undefined) return;
      try {
        await connection.kernel.closePTY(session.id);
        // The button that was pressed is gone with its tab.
        requestAnimationFrame(focusActive);
      } catch (error) {
        onError('Could not close the terminal', error);
      }
    },
    attach(slot) {
      attach(slot, screenOf(slot));
      focusOpened();
    },
    startPrimary,
    async ensurePrimary() {
      const session = sessionIn('primary');
      if (session === undefined || session.status !== 'live') await screenOf('primary').attach(null);
    },
    focusActive,
    picture: () => screens.get(active.get())?.picture() ?? null,
    pictures,
    replayed: () => screenOf(active.get()).replayed,
    filled: () => screenOf(active.get()).filled,
    refreshTheme() {
      for (const screen of screens.values()) screen.refreshTheme();
    },
    setFontSize(size) {
      for (const screen of screens.values()) screen.setFontSize(size);
    },
    [Symbol.dispose]() {
      unsubscribe();
      for (const screen of screens.values()) screen[Symbol.dispose]();
      screens.clear();
    },
  };
}
