import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionId } from '../protocol/ids.ts';
import { openFileSequence } from '../protocol/open-file.ts';
import type { PtyToTab, TabToPty } from '../protocol/pty-messages.ts';
import { PtySession, type PtySessionHooks } from './pty-session.ts';
import { fakeProcess, type FakeProcess } from './testing/fake-process.ts';

const newSession = (own: Partial<PtySessionHooks> = {}): PtySession =>
  new PtySession(
    's' as SessionId,
    'primary',
    'jsh',
    { cols: 80, rows: 24 },
    {
      changed: () => undefined,
      drawn: () => undefined,
      openFile: () => undefined,
      ...own,
    },
  );

/** A tab's end: everything received, and a way to wait for the n-th message. */
class Tab {
  readonly messages: PtyToTab[] = [];
  readonly #port: MessagePort;
  #wake: () => void = () => undefined;

  constructor(
    session: PtySession,
    size = { cols: 80, rows: 24 },
    private readonly acknowledges = true,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<PtyToTab>) => {
      this.messages.push(data);
      if (data.type === 'data' && this.acknowledges) this.send({ type: 'ack', chars: data.data.length });
      this.#wake();
    };
    session.attach(port2, size);
  }

  send(message: TabToPty): void {
    this.#port.postMessage(message);
  }

  /** Everything printed on this tab: the replay and what followed. */
  get text(): string {
    return this.messages
      .map((message) => (message.type === 'replay' || message.type === 'data' ? message.data : ''))
      .join('');
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  close(): void {
    this.#port.close();
  }
}

describe('a PTY session', () => {
  const open: { session: PtySession; tabs: Tab[] }[] = [];
  const start = (): {
    session: PtySession;
    shell: FakeProcess;
    attach: (...args: [({ cols: number; rows: number } | undefined)?, boolean?]) => Tab;
  } => {
    const session = newSession();
    const shell = fakeProcess();
    void session.run(shell.process);
    const entry = { session, tabs: [] as Tab[] };
    open.push(entry);
    const attach = (size?: { cols: number; rows: number }, acknowledges = true): Tab => {
      const tab = new Tab(session, size, acknowledges);
      entry.tabs.push(tab);
      return tab;
    };
    return { session, shell, attach };
  };

  afterEach(() => {
    for (const { session, tabs } of open.splice(0)) {
      session.kill();
      session[Symbol.dispose]();
      for (const tab of tabs) tab.close();
    }
  });

  it('K10: tells of what it draws, so that a checkpoint follows output that changes no state', async () => {
    const drawn = vi.fn();
    const session = newSession({ drawn });
    open.push({ session, tabs: [] });
    const shell = fakeProcess();
    void session.run(shell.process);
    shell.print('hello');
    await vi.waitFor(() => expect(drawn).toHaveBeenCalled());
    await vi.waitFor(() => expect(session.checkpoint()).toContain('hello'));
  });

  it('hands on what a program wants shown in the editor, once, and has it neither on the screen nor in a replay', async () => {
    const openFile = vi.fn();
    const session = newSession({ openFile });
    const shell = fakeProcess();
    void session.run(shell.process);
    shell.print(`a${openFileSequence({ path: '/x y.js', line: 2, column: null })}b`);
    await vi.waitFor(() =>
      expect(openFile).toHaveBeenCalledExactlyOnceWith({ path: '/x y.js', line: 2, column: null }),
    );
    const tab = new Tab(session);
    open.push({ session, tabs: [tab] });
    await tab.until(() => tab.messages.length > 0);
    expect(await session.text()).toBe('ab');
    expect(tab.text).not.toContain('7711');
  });

  it('K2: gives a later tab one replay of the screen and then the stream', async () => {
    const { shell, attach } = start();
    const first = attach();
    shell.print('hello\r\nworld');
    await first.until(() => first.text.includes('world'));
    const second = attach();
    await second.until(() => second.messages.length === 1);
    shell.print('!');
    await second.until(() => second.messages.length === 2);
    expect(second.messages).toEqual([
      { type: 'replay', cols: 80, rows: 24, data: 'hello\r\nworld', live: true },
      { type: 'data', data: '!' },
    ]);
  });

  it('K6: loses and repeats no line when a tab attaches in the middle of heavy output', async () => {
    const { shell, attach } = start();
    const lines = 20_000;
    const first = attach();
    let second: Tab | null = null;
    for (let line = 0; line < lines; line++) {
      shell.print(`line ${line}\r\n`);
      if (line === lines / 2) {
        await first.until(() => first.text.includes(`line ${lines / 4}\r`));
        second = attach();
      }
    }
    const last = `line ${lines - 1}\r\n`;
    await second?.until(() => second?.text.includes(last) === true);
    const seen = [...(second?.text ?? '').matchAll(/line (\d+)/g)].map((match) => Number(match[1]));
    expect(seen).toEqual(Array.from({ length: lines }, (_, line) => line));
  });

  it('K11: shows two tabs the same bytes and takes input from both', async () => {
    const { shell, attach } = start();
    const [a, b] = [attach(), attach()];
    a.send({ type: 'input', data: 'ls' });
    b.send({ type: 'input', data: '\r' });
    shell.print('out');
    await a.until(() => a.text.endsWith('out'));
    await b.until(() => b.text.endsWith('out'));
    expect(a.text).toBe(b.text);
    while (shell.input.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(shell.input.join('')).toBe('ls\r');
  });

  it('takes the size of the tab last typed into', async () => {
    const { shell, session, attach } = start();
    attach({ cols: 100, rows: 30 });
    const small = attach({ cols: 40, rows: 10 });
    await small.until(() => small.messages.length > 0);
    expect(session.size).toEqual({ cols: 100, rows: 30 });
    small.send({ type: 'input', data: 'x' });
    while (shell.input.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(shell.sizes).toEqual([
      { cols: 100, rows: 30 },
      { cols: 40, rows: 10 },
    ]);
  });

  it('goes on when a tab that acknowledges nothing is frozen, and replays to it later', async () => {
    const { shell, attach } = start();
    const frozen = attach(undefined, false);
    const awake = attach();
    await frozen.until(() => frozen.messages.length === 1);
    for (let chunk = 0; chunk < 30; chunk++)
      shell.print(`${String(chunk).padStart(7, '0')}${'x'.repeat(9_991)}\r\n`);
    shell.print('the end');
    await awake.until(() => awake.text.includes('the end'));
    expect(frozen.text.includes('the end')).toBe(false);
    frozen.send({ type: 'ack', chars: 1_000_000 });
    await frozen.until(() => frozen.messages.filter(({ type }) => type === 'replay').length === 2);
    expect(frozen.text.includes('the end')).toBe(true);
  });

  it('reads ahead of a tab that is behind, no further, and hands all of it on in order', async () => {
    const { shell, attach } = start();
    const slow = attach(undefined, false);
    const awake = attach();
    await slow.until(() => slow.messages.length === 1);
    const pieces = Array.from(
      { length: 40 },
      (_, n) => `${String(n).padStart(7, '0')}${'x'.repeat(9_991)}\r\n`,
    );
    for (const piece of pieces) shell.print(piece);
    await slow.until(() => slow.text.length > 100_000);
    // Two watermarks: what is under way, and what waits here. The rest is still with the process.
    expect(slow.text.length).toBeLessThan(150_000);
    slow.send({ type: 'ack', chars: slow.text.length });
    const before = slow.text.length;
    await slow.until(() => slow.text.length > before + 90_000);
    await awake.until(() => awake.text.length >= before + 90_000);
    expect(pieces.join('').startsWith(slow.text)).toBe(true);
  });

  it('tells its end with the exit status', async () => {
    const { shell, attach } = start();
    const tab = attach();
    await tab.until(() => tab.messages.length === 1);
    shell.end({ kind: 'exited', code: 3 });
    await tab.until(() => tab.messages.length === 2);
    expect(tab.messages[1]).toEqual({ type: 'exit', status: { kind: 'exited', code: 3 } });
  });
});
