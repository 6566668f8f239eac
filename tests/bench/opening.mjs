// Benchmarks of opening and coming back. "Prompt" and "previous screen" mean painted by xterm in the tab, told by the text
// that its rows hold in an animation frame. The pages are quiet ones (quiet-browser.mjs).
import { prompt } from './machine.mjs';

/** Milliseconds from navigation start until the terminal's rows contain `text`, measured in the page. */
const paintedAt = (page, text) =>
  page.evaluate(
    ([wanted, rows]) =>
      new Promise((resolve) => {
        const look = () => {
          if (document.querySelector(rows)?.textContent.includes(wanted)) resolve(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    [text, liveRows],
  );

/** The kernel's screen in xterm, and the picture of the previous one that stands until then (previous-screen.ts). */
const liveRows = '[data-testid=terminal] .xterm-rows';
const anyRows = `${liveRows}, #previous [data-active] [data-screen]`;

/** A person looks at what came before reloading again; what the last load left to do later is done by then. */
const settledMs = 2_000;

/** What a first visit keeps for later ones is kept when the status bar says so. */
const keptOffline = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          const fact = document.querySelector('[data-testid=status-offline]');
          if (fact?.textContent.includes('Works offline')) resolve();
          else setTimeout(look, 250);
        };
        look();
      }),
  );

export const reattach = (options) => reattachUntil(anyRows, options);
export const reattachLive = (options) => reattachUntil(liveRows, options);

async function reattachUntil(rows, { open, runs }) {
  const machine = await open({ quiet: true });
  await paintedAt(machine.page, prompt);
  await machine.page.evaluate(async () => {
    const terminal = await window.holdfast.terminal.attach();
    terminal.write('for i in 1 2 3 4 5 6 7 8 9; do ls -la /bin; done; echo marker-$((6 * 7))\r');
    terminal.detach();
  });
  await paintedAt(machine.page, 'marker-42');
  await keptOffline(machine.page);
  // The page looks by itself, from its first frame on: a question from outside would arrive too late to tell.
  await machine.page.addInitScript((wanted) => {
    if (window !== window.parent) return;
    globalThis.__painted = new Promise((resolve) => {
      const look = () => {
        if (document.querySelector(wanted)?.textContent.includes('marker-42')) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }, rows);
  const samples = [];
  for (let run = -1; run < runs; run++) {
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    await machine.page.reload();
    const painted = await machine.page.evaluate(() => globalThis.__painted);
    // The first reload is the one after which compiled code is kept.
    if (run >= 0) samples.push(painted);
    await paintedAt(machine.page, 'marker-42');
    await machine.ready();
  }
  await machine.close();
  return { samples };
}

export async function coldOpen({ open, url, runs }) {
  const samples = [];
  for (let run = 0; run < runs; run++) {
    const machine = await open({ goto: false, quiet: true });
    await machine.page.goto(url);
    samples.push(await paintedAt(machine.page, prompt));
    await machine.close();
  }
  return { samples };
}

/** Everything is cached and a project is made beforehand, but its machine is new: nothing of it runs yet. */
export async function secondOpen({ open, url, runs }) {
  const machine = await open({ quiet: true });
  await paintedAt(machine.page, prompt);
  await keptOffline(machine.page);
  const samples = [];
  for (let run = 0; run < runs; run++) {
    const id = await machine.page.evaluate(
      async (name) => (await window.holdfast.projects.create({ name, files: { 'index.js': '' } })).id,
      `second-${run}`,
    );
    const page = await machine.context.newPage();
    await page.goto(`${url}#/${id}`);
    samples.push(await paintedAt(page, prompt));
    await page.close();
  }
  await machine.close();
  return { samples };
}

export async function bytesBeforePrompt({ open, url }) {
  const machine = await open({ goto: false });
  const requests = new Map();
  // The server is ours: what it sends is what the files' compressed copies weigh, so count by the responses' sizes.
  machine.context.on('response', (response) => {
    const { pathname } = new URL(response.url());
    requests.set(pathname, response);
  });
  await machine.page.goto(url, { waitUntil: 'commit' });
  await paintedAt(machine.page, prompt);
  const seen = [...requests.values()];
  let bytes = 0;
  for (const response of seen)
    bytes += (
      await response
        .request()
        .sizes()
        .catch(() => ({ responseBodySize: 0 }))
    ).responseBodySize;
  await machine.close();
  return { samples: [bytes / 1000] };
}
