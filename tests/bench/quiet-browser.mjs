// A Chromium whose pages no debugger's runtime agent watches, as at a user's: driven over the DevTools protocol's pipe without
// `Runtime.enable`, which Playwright sends to every page. Under it Chromium works out source positions for each Error that
// is made, and for one that a script makes at its top (React's, Monaco's) it parses that script once more.
import { spawn } from 'node:child_process';

/** Over file descriptors 3 and 4: JSON texts, each ended by a NUL. */
class Protocol {
  #next = 1;
  #pending = new Map();
  #listeners = new Set();
  #ended = false;

  constructor(child) {
    this.input = child.stdio[3];
    // What is still asked when the browser ends fails by its exit.
    this.input.on('error', () => undefined);
    let text = '';
    child.stdio[4].setEncoding('utf8').on('data', (chunk) => {
      const messages = (text + chunk).split('\0');
      text = messages.pop();
      for (const message of messages) this.#receive(JSON.parse(message));
    });
    child.once('exit', () => {
      this.#ended = true;
      for (const { reject } of this.#pending.values()) reject(new Error('the browser has ended'));
    });
  }

  async send(method, params = {}, sessionId = undefined) {
    if (this.#ended) throw new Error('the browser has ended');
    const id = this.#next++;
    this.input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /** Resolves with the parameters of the session's next event of that name. */
  once(name, session) {
    return new Promise((resolve) => {
      const listener = ({ method, params, sessionId }) => {
        if (method !== name || sessionId !== session) return;
        this.#listeners.delete(listener);
        resolve(params);
      };
      this.#listeners.add(listener);
    });
  }

  #receive(message) {
    if (message.id === undefined) {
      for (const listener of [...this.#listeners]) listener(message);
      return;
    }
    const { resolve, reject } = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) resolve(message.result);
    else reject(new Error(message.error.message));
  }
}

/** The part of Playwright's page that the benchmarks of opening need, with its names. */
class QuietPage {
  static async attach(protocol, targetId) {
    const { sessionId } = await protocol.send('Target.attachToTarget', { targetId, flatten: true });
    await protocol.send('Page.enable', {}, sessionId);
    return new QuietPage(protocol, targetId, sessionId);
  }

  constructor(protocol, targetId, session) {
    Object.assign(this, { protocol, targetId, session });
  }

  #send(method, params) {
    return this.protocol.send(method, params, this.session);
  }

  /** Resolves when the new document is there. */
  async goto(url) {
    await this.#send('Page.navigate', { url });
  }

  async reload() {
    const navigated = this.protocol.once('Page.frameNavigated', this.session);
    await this.#send('Page.reload', {});
    await navigated;
  }

  async addInitScript(script, argument) {
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: call(script, argument) });
  }

  async evaluate(script, argument) {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      ...{ expression: call(script, argument), awaitPromise: true, returnByValue: true },
      userGesture: true,
    });
    if (exceptionDetails === undefined) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  waitForFunction(condition) {
    return this.evaluate(
      `new Promise((resolve) => { const look = () => ((${condition})() ? resolve() : setTimeout(look, 20)); look(); })`,
    );
  }

  async close() {
    await this.protocol.send('Target.closeTarget', { targetId: this.targetId });
  }
}

function call(script, argument) {
  return typeof script === 'string'
    ? script
    : `(${script})(${argument === undefined ? '' : JSON.stringify(argument)})`;
}

export async function launchQuietBrowser({ chromium, profile, flags }) {
  const child = spawn(
    chromium,
    ['--headless', '--remote-debugging-pipe', `--user-data-dir=${profile}`, ...flags, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const protocol = new Protocol(child);
  const { targetInfos } = await protocol.send('Target.getTargets');
  const first = targetInfos.find(({ type }) => type === 'page');
  return {
    page: await QuietPage.attach(protocol, first.targetId),
    async newPage() {
      const { targetId } = await protocol.send('Target.createTarget', { url: 'about:blank' });
      return QuietPage.attach(protocol, targetId);
    },
    async close() {
      await protocol.send('Browser.close').catch(() => undefined);
      await gone;
    },
  };
}
