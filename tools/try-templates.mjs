// Tries the templates end to end in a real Chromium, against the built app: install, Run, edit, a mistake and its mending,
// reload of the tab, build, `vite preview`. By hand, as it takes minutes: node tools/try-templates.mjs [id…]
/* global window -- what the page is asked runs there */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium as playwright } from '@playwright/test';
import { chromiumFlags, findChromium } from './browser.mjs';
import { registryBase } from './registry-base.mjs';
import { serveStatic } from './static-server.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const patience = 90_000;

const atEnd = (text) => (source) => source + text;
const inScript = (text) => (source) => source.replace('</script>', `${text}</script>`);

/** `file` holds the heading `from`; `mistake` breaks it. `keeps`: the component's state outlives an edit. */
const frontEnds = {
  react: { file: 'src/App.jsx', from: 'Hello, React', keeps: true, mistake: atEnd('\nconst = 1;\n') },
  'react-ts': {
    file: 'src/App.tsx',
    from: 'React and TypeScript',
    keeps: true,
    mistake: atEnd('\nconst = 1;\n'),
  },
  'vanilla-ts': {
    file: 'src/main.ts',
    from: 'Hello, TypeScript',
    keeps: false,
    mistake: atEnd('\nconst = 1;\n'),
  },
  vue: { file: 'src/App.vue', from: 'Hello, Vue', keeps: true, mistake: inScript('\nconst = 1;\n') },
  svelte: {
    file: 'src/App.svelte',
    from: 'Hello, Svelte',
    keeps: false,
    mistake: inScript('\nconst = 1;\n'),
  },
  preact: { file: 'src/app.jsx', from: 'Hello, Preact', keeps: true, mistake: atEnd('\nconst = 1;\n') },
  solid: { file: 'src/App.jsx', from: 'Hello, Solid', keeps: false, mistake: atEnd('\nconst = 1;\n') },
  // Plain JavaScript is not transformed: only an import can be wrong for Vite.
  lit: {
    file: 'src/hello-counter.js',
    from: 'Hello, Lit',
    keeps: false,
    mistake: atEnd("\nimport './missing.js';\n"),
  },
};
const servers = ['express', 'fastify', 'hono', 'koa'];

const expectThat = (condition, what) => {
  if (!condition) throw new Error(what);
};

class Visit {
  constructor(page) {
    this.page = page;
    this.preview = page.frameLocator('[data-testid=preview-frame]');
  }

  async ready() {
    await this.page.waitForFunction(() => 'holdfast' in window);
    await this.page.evaluate(() => window.holdfast.ready);
  }

  async open(template) {
    await this.page.evaluate(async (id) => {
      const { projects } = window.holdfast;
      await projects.open((await projects.create({ template: id })).id);
    }, template);
    await this.page.getByTestId('run').click();
  }

  heading(text) {
    return this.preview.locator('h1', { hasText: text }).waitFor({ timeout: patience });
  }

  button(text) {
    return this.preview.locator('button', { hasText: text }).waitFor({ timeout: patience });
  }

  async click() {
    await this.preview.locator('button').first().click();
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
  serve(args, port) {
    return this.page.evaluate(
      async ([rest, number]) => {
        const { kernel } = window.holdfast;
        await kernel.exec('npm', rest);
        await new Promise((resolve) =>
          kernel.subscribe(({ state }) => state.ports.some(({ port }) => port === number) && resolve()),
        );
      },
      [args, port],
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

async function tryFrontEnd(visit, id, { file, from, keeps, mistake }, step) {
  await step('run', async () => {
    await visit.open(id);
    await visit.heading(from);
  });
  const source = await visit.read(file);
  const edited = source.replace(from, 'Edited, once');
  await step(keeps ? 'edit, state kept' : 'edit', async () => {
    await visit.click();
    await visit.click();
    await visit.button('count is 2');
    await visit.write(file, edited);
    await visit.heading('Edited, once');
    await visit.button(keeps ? 'count is 2' : 'count is');
  });
  await step('mistake', async () => {
    const seq = await visit.lastSeq();
    await visit.write(file, mistake(edited));
    const { errors } = await visit.event('BUILD_FAILED', seq);
    const [error] = errors;
    const placed = error?.file?.endsWith(file.slice(4)) && error.line > 0 && error.message !== '';
    expectThat(placed, `no place in ${JSON.stringify(errors)}`);
  });
  await step('mended', async () => {
    const seq = await visit.lastSeq();
    await visit.write(file, source.replace(from, 'Edited, twice'));
    await visit.event('BUILD_SUCCEEDED', seq);
    await visit.heading('Edited, twice');
  });
  await step('reload', async () => {
    await visit.reload();
    await visit.heading('Edited, twice');
    await visit.write(file, edited);
    await visit.heading('Edited, once');
  });
  await step('build', async () => {
    const { code, output } = await visit.exec('npm', ['run', 'build']);
    expectThat(code === 0, output);
  });
  await step('preview', async () => {
    await visit.serve(['run', 'preview'], 4173);
    const page = await visit.curl('http://localhost:4173/');
    const script = /src="(\/assets\/[\w-]+\.js)"/.exec(page)?.[1];
    expectThat(script !== undefined, page);
    expectThat((await visit.curl(`http://localhost:4173${script}`)).includes('Edited, once'), 'an old build');
  });
}

async function tryServer(visit, id, step) {
  const counter = 'http://localhost:3000/api/counter';
  const count = async () => JSON.parse(await visit.curl(counter)).count;
  await step('run', async () => {
    await visit.open(id);
    await visit.heading('Hello');
  });
  await step('post', async () => {
    const json = ['-H', 'content-type: application/json', '-d', '{"step":2}'];
    expectThat(JSON.parse(await visit.curl(...json, counter)).count === 2, 'the body did not arrive');
  });
  await step('reload', async () => {
    await visit.reload();
    await visit.heading('Hello');
    expectThat((await count()) === 2, 'the count was lost');
  });
}

const chosen = process.argv.slice(2);
const server = await serveStatic({ root: join(root, 'dist'), port: 0, registry: registryBase() });
const executablePath = await findChromium();
let failures = 0;
for (const id of chosen.length > 0 ? chosen : [...Object.keys(frontEnds), ...servers]) {
  const profile = mkdtempSync(join(tmpdir(), 'holdfast-template-'));
  const context = await playwright.launchPersistentContext(profile, {
    executablePath,
    args: chromiumFlags,
    viewport: { width: 1440, height: 900 },
  });
  const results = [];
  const step = async (name, run) => {
    const started = performance.now();
    await run();
    results.push(`${name} ${((performance.now() - started) / 1000).toFixed(1)} s`);
  };
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(patience);
    await page.goto(server.url);
    const visit = new Visit(page);
    await visit.ready();
    if (id in frontEnds) await tryFrontEnd(visit, id, frontEnds[id], step);
    else await tryServer(visit, id, step);
    console.log(`ok      ${id}: ${results.join(', ')}`);
  } catch (error) {
    failures++;
    console.log(`FAILED  ${id} after ${results.join(', ')}: ${error}`);
  }
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
server.close();
process.exit(failures === 0 ? 0 : 1);
