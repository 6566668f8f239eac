// A hand at Holdfast's page for tools/try-templates.mjs: makes a project, presses Run, edits, and waits for what must follow.
/* global window -- what the page is asked runs there */

/** Milliseconds that anything may take; more seconds by HOLDFAST_PATIENCE, where the cores are busy with something else. */
export const patience = Number(process.env.HOLDFAST_PATIENCE ?? 90) * 1000;

export class Visit {
  /** How often Vite's client in the previewed page has reached its server. */
  connections = 0;

  constructor(page) {
    this.page = page;
    this.preview = page.frameLocator('[data-testid=preview-frame]');
    page.on('console', (message) => {
      if (message.text() === '[vite] connected.') this.connections++;
    });
  }

  /** Resolves when there have been more than `before`: a page that shows already may not hear of an edit yet. */
  async connection(before) {
    const ends = Date.now() + patience;
    while (this.connections <= before) {
      if (Date.now() > ends) throw new Error('the page does not reach its dev server');
      await this.page.waitForTimeout(50);
    }
  }

  async ready() {
    await this.page.waitForFunction(() => 'holdfast' in window);
    await this.page.evaluate(() => window.holdfast.ready);
  }

  /** `versions` take the place of what the template's package.json says, and of its lockfile. */
  async open(template, versions) {
    await this.page.evaluate((id) => window.holdfast.projects.create({ template: id, open: true }), template);
    if (Object.keys(versions).length > 0) {
      const manifest = JSON.parse(await this.read('package.json'));
      for (const [name, version] of Object.entries(versions)) {
        const group = manifest.dependencies?.[name] === undefined ? 'devDependencies' : 'dependencies';
        manifest[group] = { ...manifest[group], [name]: version };
      }
      await this.write('package.json', JSON.stringify(manifest));
      await this.exec('rm', ['package-lock.json']);
    }
    await this.page.getByTestId('run').click();
  }

  heading(text) {
    return this.element('h1', text);
  }

  element(selector, text) {
    return this.preview.locator(selector, { hasText: text }).waitFor({ timeout: patience });
  }

  button(text) {
    return this.preview.locator('button', { hasText: text }).waitFor({ timeout: patience });
  }

  /** Clicks until the counter says so: a page that came as HTML need not listen at once. */
  async countTo(wanted) {
    const button = this.preview.locator('button').first();
    const ends = Date.now() + patience;
    for (;;) {
      if ((await button.textContent()).trim() === `count is ${wanted}`) return;
      if (Date.now() > ends) throw new Error(`the counter does not get to ${wanted}`);
      await button.click();
    }
  }

  /** The dev server's terminal. */
  screen() {
    return this.page.evaluate(async () => {
      const { sessions } = (await window.holdfast.kernel.getState()).state;
      const server = sessions.find(({ kind }) => kind === 'server');
      if (server === undefined) return '';
      const terminal = await window.holdfast.terminal.attach(server.id);
      const text = await terminal.text();
      terminal.detach();
      return text;
    });
  }

  /** Resolves when the last line of the dev server's terminal that has `mark` has `text` too. */
  async shows(mark, text) {
    const ends = Date.now() + patience;
    for (;;) {
      const lines = (await this.screen()).split('\n').filter((line) => line.includes(mark));
      if (lines.at(-1)?.includes(text)) return;
      if (Date.now() > ends) throw new Error(`the terminal does not show ${text}`);
    }
  }

  write(path, text) {
    return this.page.evaluate(([at, data]) => window.holdfast.fs.writeFile(at, data), [path, text]);
  }

  read(path) {
    return this.page.evaluate((at) => window.holdfast.fs.readFile(at, 'utf8'), path);
  }

  exec(command, args) {
    return this.page.evaluate(
      async ([name, rest]) => {
        const child = await window.holdfast.kernel.exec(name, rest);
        let output = '';
        for await (const text of child.output) output += text;
        return { code: await child.exitCode, output };
      },
      [command, args],
    );
  }

  async curl(...args) {
    return (await this.exec('curl', ['-s', ...args])).output;
  }

  /** Starts a command that goes on, and waits for its port. */
  serve(command, args, port) {
    return this.page.evaluate(
      async ([name, rest, number, ms]) => {
        const { kernel } = window.holdfast;
        const child = await kernel.exec(name, rest);
        const listens = new Promise((resolve) =>
          kernel.subscribe(({ state }) => state.ports.some(({ port }) => port === number) && resolve()),
        );
        const ends = child.exitCode.then((code) => Promise.reject(new Error(`${name} ended with ${code}`)));
        const late = new Promise((_resolve, reject) =>
          setTimeout(() => reject(new Error(`${name} ${rest.join(' ')} does not listen on ${number}`)), ms),
        );
        await Promise.race([listens, ends, late]);
      },
      [command, args, port, patience],
    );
  }

  lastSeq() {
    return this.page.evaluate(async () => (await window.holdfast.events.read(1)).at(-1)?.seq ?? 0);
  }

  /** The first event of that type after `seq`, now or later. */
  event(type, seq) {
    return this.page.evaluate(
      async ([wanted, after, ms]) => {
        const ends = Date.now() + ms;
        for (;;) {
          const found = (await window.holdfast.events.read(after + 1)).find((event) => event.type === wanted);
          if (found !== undefined) return found;
          if (Date.now() > ends) throw new Error(`no ${wanted} after ${after}`);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      },
      [type, seq, patience],
    );
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }
}
