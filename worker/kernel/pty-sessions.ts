// All PTY sessions of one project: the only place that creates them. Exactly one is primary. Lives as long as the kernel.

import type { SessionId } from '../protocol/ids.ts';
import { PtySession, type PtyProcess, type PtySessionHooks } from './pty-session.ts';
import type { SessionInfo } from './state.ts';

interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** The screen of a session, as a checkpoint keeps it. */
export interface SavedScreen {
  readonly id: SessionId;
  readonly kind: SessionInfo['kind'];
  readonly title: string;
  readonly cols: number;
  readonly rows: number;
  readonly data: string;
}

export interface PtySessionsOptions {
  /** Starts the shell of a session. */
  readonly spawnShell: (size: Size) => Promise<PtyProcess>;
  readonly onSession: (session: SessionInfo) => void;
  readonly onClosed: (id: SessionId) => void;
  /** A screen has other content than before, which changes no state. */
  readonly onDrawn: () => void;
  readonly onOpenFile: PtySessionHooks['openFile'];
  readonly newId: () => SessionId;
}

/** What a terminal shows between the screen of an ended session and a new one; the words are VS Code's. */
export const historyNotice = ' History restored ';

export class PtySessions implements Disposable {
  readonly #sessions = new Map<SessionId, PtySession>();
  #creating: Promise<PtySession> | null = null;

  constructor(private readonly options: PtySessionsOptions) {}

  get(id: SessionId): PtySession | undefined {
    return this.#sessions.get(id);
  }

  get primary(): PtySession | undefined {
    return this.#find('primary');
  }

  get all(): Iterable<PtySession> {
    return this.#sessions.values();
  }

  /** The live primary session, or a new one on the same screen. Concurrent calls get the same one. */
  ensurePrimary(size: Size): Promise<PtySession> {
    const primary = this.primary;
    if (primary?.live === true) return Promise.resolve(primary);
    this.#creating ??= this.#startShell(primary ?? this.#create('primary', 'jsh', size), size).finally(
      () => (this.#creating = null),
    );
    return this.#creating;
  }

  async openShell(size: Size): Promise<PtySession> {
    const session = this.#create('shell', 'jsh', size);
    try {
      return await this.#startShell(session, size);
    } catch (error) {
      this.close(session.id);
      throw error;
    }
  }

  /** The dev server's terminal: made once, then used by every run until Stop. */
  server(title: string): PtySession {
    return this.#find('server') ?? this.#create('server', title, this.primary?.size ?? { cols: 0, rows: 0 });
  }

  close(id: SessionId): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    session.kill();
    this.#sessions.delete(id);
    session[Symbol.dispose]();
    this.options.onClosed(id);
  }

  restore(saved: SavedScreen): void {
    const session = this.#create(saved.kind, saved.title, saved, saved.id);
    session.restore(saved.data, historyNotice);
    this.options.onSession(session.info);
  }

  save(): SavedScreen[] {
    return [...this.#sessions.values()].map((session) => {
      const { id, kind, title, cols, rows } = session.info;
      return { id, kind, title, cols, rows, data: session.checkpoint() };
    });
  }

  [Symbol.dispose](): void {
    for (const session of this.#sessions.values()) session[Symbol.dispose]();
    this.#sessions.clear();
  }

  #find(kind: SessionInfo['kind']): PtySession | undefined {
    for (const session of this.#sessions.values()) if (session.kind === kind) return session;
    return undefined;
  }

  #create(kind: SessionInfo['kind'], title: string, size: Size, id = this.options.newId()): PtySession {
    const changed = (session: PtySession): void => {
      if (this.#sessions.has(session.id)) this.options.onSession(session.info);
    };
    const { onDrawn: drawn, onOpenFile: openFile } = this.options;
    const session = new PtySession(id, kind, title, size, { changed, drawn, openFile });
    this.#sessions.set(session.id, session);
    return session;
  }

  async #startShell(session: PtySession, size: Size): Promise<PtySession> {
    const process = await this.options.spawnShell(size.cols > 0 ? size : session.size);
    void session.run(process).then(() => {
      if (session.kind === 'shell') this.close(session.id);
    });
    return session;
  }
}
