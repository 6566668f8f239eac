// What the journeys share: a page with Holdfast in it, its API as typed shorthands, and waits on events, never on time.

import {
  test as base,
  expect,
  type Browser,
  type CDPSession,
  type FrameLocator,
  type Page,
} from '@playwright/test';
import type { WorkspaceEvent } from '../../worker/kernel/event.ts';
import type { RuntimeState, Snapshot } from '../../worker/kernel/state.ts';
import type { ProcessInfo } from '../../worker/os/process-context.ts';
import type { FileTree } from '../../worker/protocol/kernel-api.ts';
import '../../src/agent/holdfast-api.ts';
import { publishDemo } from './demos.ts';

export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function appUrl(): string {
  const url = process.env['HOLDFAST_URL'];
  if (url === undefined) throw new Error('HOLDFAST_URL is not set: run through playwright.config.ts');
  return url;
}

export class Machine {
  /** A limit ends with the session that set it. */
  #quotas: Promise<CDPSession> | undefined;

  constructor(readonly page: Page) {}

  /** Bytes that the app may store; null: what the browser gives. */
  async setQuota(quotaSize: number | null): Promise<void> {
    const { cdp, origin } = await this.#storage();
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== null && { quotaSize }) });
  }

  /** Bytes that the app stores. */
  async usage(): Promise<number> {
    const { cdp, origin } = await this.#storage();
    return (await cdp.send('Storage.getUsageAndQuota', { origin })).usage;
  }

  async #storage() {
    const cdp = await (this.#quotas ??= this.page.context().newCDPSession(this.page));
    return { cdp, origin: new URL(appUrl()).origin };
  }

  async open(hash = '', host = appUrl()): Promise<void> {
    await this.page.goto(host + hash);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.waitForFunction(() => 'holdfast' in window);
    await this.page.evaluate(() => window.holdfast.ready);
    // The workbench is rendered beside the attachment, and has its keys once it is there.
    await this.page.getByRole('banner').waitFor({ state: 'attached' });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Makes a project and shows it. In a page that is not open yet by a link: no other project is made before it. */
  async project(files: FileTree, name = 'journey'): Promise<string> {
    const demo = this.#isOpen ? null : await publishDemo(files, name);
    if (demo !== null) return this.#openLink(demo);
    if (!this.#isOpen) await this.open();
    return this.page.evaluate(
      async ([tree, title]) =>
        (await window.holdfast.projects.create({ name: title, files: tree, open: true })).id,
      [files, name] as const,
    );
  }

  async template(template: string): Promise<string> {
    if (!this.#isOpen) return this.#openLink(`#template=${template}`);
    return this.page.evaluate(
      async (name) => (await window.holdfast.projects.create({ template: name, open: true })).id,
      template,
    );
  }

  get #isOpen(): boolean {
    return this.page.url() !== 'about:blank';
  }

  async #openLink(link: string): Promise<string> {
    await this.open(link);
    return this.page.evaluate(() => window.holdfast.projects.current() ?? '');
  }

  /** Through the palette, as a hand does it. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.page.keyboard.type(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    await this.page.getByRole('option').filter({ hasText: name }).first().click();
  }

  snapshot(): Promise<Snapshot> {
    return this.page.evaluate(() => window.holdfast.kernel.getState());
  }

  /** The first state, now or later, that `condition` holds for. It runs in the page: no closure. */
  async until(condition: (state: RuntimeState) => boolean, timeout = 60_000): Promise<RuntimeState> {
    const found = this.page.evaluate<RuntimeState>(`new Promise((resolve) => {
      const stop = window.holdfast.kernel.subscribe(({ state }) => {
        if (!(${condition.toString()})(state)) return;
        resolve(state);
        queueMicrotask(() => stop());
      });
    })`);
    const late = new Promise<never>((_resolve, reject) => {
      setTimeout(
        () =>
          void this.describe().then(
            (text) => reject(new Error(`not reached: ${condition.toString()}\n${text}`)),
            reject,
          ),
        timeout,
      ).unref();
    });
    return Promise.race([found, late]);
  }

  async describe(): Promise<string> {
    return JSON.stringify((await this.snapshot()).state, null, 1);
  }

  async exec(
    command: string,
    args: readonly string[] = [],
    options: { cwd?: string; env?: Record<string, string> } = {},
  ): Promise<ExecResult> {
    return this.page.evaluate(
      async ([name, rest, settings]) => {
        const child = await window.holdfast.kernel.exec(name, rest, settings);
        void child.output.cancel();
        const text = { stdout: '', stderr: '' };
        for (const reader = child.chunks.getReader(); ;) {
          const { done, value } = await reader.read();
          if (done) break;
          text[value.stream] += value.data;
        }
        return { code: await child.exitCode, ...text };
      },
      [command, args, options] as const,
    );
  }

  write(path: string, contents: string): Promise<void> {
    return this.page.evaluate(([file, text]) => window.holdfast.fs.writeFile(file, text), [
      path,
      contents,
    ] as const);
  }

  read(path: string): Promise<string> {
    return this.page.evaluate((file) => window.holdfast.fs.readFile(file, 'utf8'), path);
  }

  processes(): Promise<readonly ProcessInfo[]> {
    return this.page.evaluate(() => window.holdfast.processes.list());
  }

  events(from = 1): Promise<readonly WorkspaceEvent[]> {
    return this.page.evaluate((seq) => window.holdfast.events.read(seq), from);
  }

  /** Types into the primary shell, as a tab would. */
  type(text: string): Promise<void> {
    return this.page.evaluate(async (data) => {
      const terminal = await window.holdfast.terminal.attach();
      terminal.write(data);
      terminal.detach();
    }, text);
  }

  /** Text of the primary terminal, or of another session. */
  screen(session?: string): Promise<string> {
    return this.page.evaluate(async (id) => {
      const terminal = await window.holdfast.terminal.attach(id);
      const text = await terminal.text();
      terminal.detach();
      return text;
    }, session);
  }

  /** What a revival would find of the screens, as stored. */
  checkpoint(project: string): Promise<string> {
    return this.page.evaluate(async (key) => {
      const opened = Promise.withResolvers<IDBDatabase>();
      const request = indexedDB.open('holdfast-checkpoints');
      request.onsuccess = () => opened.resolve(request.result);
      const database = await opened.promise;
      const read = Promise.withResolvers<unknown>();
      const record = database.transaction('checkpoints').objectStore('checkpoints').get(key);
      record.onsuccess = () => read.resolve(record.result);
      const stored = await read.promise;
      database.close();
      return JSON.stringify((stored as { screens?: unknown } | undefined)?.screens ?? null);
    }, project);
  }

  /** Resolves when the terminal's text matches; looks again at every output. */
  async shows(pattern: RegExp, session?: string): Promise<string> {
    let text = '';
    await expect
      .poll(async () => (text = await this.screen(session)), { timeout: 45_000, intervals: [50, 100, 200] })
      .toMatch(pattern);
    return text;
  }

  get preview(): FrameLocator {
    return this.page.frameLocator('[data-testid=preview-frame]');
  }

  run(): Promise<void> {
    return this.page.getByTestId('run').click();
  }
}

/** Problems that no journey may have: whatever the console says above "info". */
const noise: readonly RegExp[] = [
  // Chromium's own note about a GPU that a headless machine does not have.
  /GPU stall|WebGL/,
];

interface Fixtures {
  /** Not open yet: a project or a template opens it with that alone, `open` as a first visit. */
  readonly machine: Machine;
  /** Bytes that the app may store, from before it is opened; null: what the browser gives. */
  readonly quota: number | null;
  /** The browser is told to save data: no offline copy is made beside what long journeys wait for. */
  readonly savesData: boolean;
}

export const test = base.extend<Fixtures>({
  quota: [null, { option: true }],
  savesData: [false, { option: true }],
  machine: async ({ page, quota, savesData }, use) => {
    const problems: string[] = [];
    page.on('console', (message) => {
      if (
        (message.type() === 'error' || message.type() === 'warning') &&
        !noise.some((pattern) => pattern.test(message.text()))
      )
        problems.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    if (savesData) {
      await page.addInitScript(() => {
        const { connection } = navigator as Navigator & { connection: object };
        Object.defineProperty(connection, 'saveData', { value: true });
      });
    }
    const machine = new Machine(page);
    if (quota !== null) await machine.setQuota(quota);
    await use(machine);
    expect(problems).toEqual([]);
  },
});

export { expect };

/** A project of one HTTP server with a counter in memory. */
export const counterServer = {
  'package.json': JSON.stringify({ name: 'counter', type: 'module', scripts: { start: 'node server.js' } }),
  'server.js': `import { createServer } from 'node:http';
let count = 0;
createServer((request, response) => {
  if (request.url === '/count') count++;
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>counter</title><h1 id=count>' + count + '</h1><p id=pid>' + process.pid + '</p>');
}).listen(3000, () => console.log('listening on 3000'));
`,
};

/** Ends kernels from inside, as a browser short of memory would: all, or that of one project. */
export async function endKernels(browser: Browser, project = ''): Promise<void> {
  const cdp = await browser.newBrowserCDPSession();
  const workers = async () =>
    (await cdp.send('Target.getTargets', { filter: [{ type: 'shared_worker' }] })).targetInfos;
  const targetInfos = await workers();
  const kernels = targetInfos.filter(
    ({ title }) => title.startsWith('holdfast-kernel') && title.endsWith(project),
  );
  if (kernels.length === 0) throw new Error(`no kernel among ${JSON.stringify(targetInfos)}`);
  for (const { targetId } of kernels) {
    const isGone = async () => (await workers()).every((worker) => worker.targetId !== targetId);
    // An answer alone does not say that the worker has ended.
    await expect(async () => {
      if (await isGone()) return;
      const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: false });
      const closing = new Promise<void>((resolve) => {
        cdp.once('Target.receivedMessageFromTarget', () => resolve());
        cdp.once('Target.detachedFromTarget', () => resolve());
      });
      const message = JSON.stringify({
        id: 1,
        method: 'Runtime.evaluate',
        params: { expression: 'self.close()' },
      });
      await cdp.send('Target.sendMessageToTarget', { sessionId, message });
      await closing;
      // An attached debugger would hold up the next worker of that name. It may be detached already.
      await cdp.send('Target.detachFromTarget', { sessionId }).catch(() => undefined);
      await expect.poll(isGone, { timeout: 5_000 }).toBe(true);
    }).toPass({ timeout: 30_000 });
  }
}
