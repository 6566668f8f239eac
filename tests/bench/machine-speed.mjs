// Benchmarks of the machine itself: starting node, echo, stopping, the PTY's throughput.
import { prompt } from './machine.mjs';
import { nativeEcho, nativeNode, nativePty, timed } from './native.mjs';

/** Waits in the page until the primary session's output has brought `text`; returns milliseconds since `write`. */
export const afterWriting = (page, data, text) =>
  page.evaluate(
    async ([keys, wanted]) => {
      const terminal = await window.holdfast.terminal.attach();
      let seen = '';
      const shown = new Promise((resolve) => {
        terminal.onData((chunk) => {
          seen += chunk;
          if (seen.includes(wanted)) resolve(performance.now());
        });
      });
      const started = performance.now();
      terminal.write(keys);
      const ms = (await shown) - started;
      terminal.detach();
      return ms;
    },
    [data, text],
  );

export async function atPrompt(open) {
  const machine = await open();
  await machine.page.evaluate(async (wanted) => {
    const terminal = await window.holdfast.terminal.attach();
    while (!(await terminal.text()).includes(wanted)) await new Promise((resolve) => setTimeout(resolve, 20));
    terminal.detach();
  }, prompt);
  return machine;
}

export async function nodeStart({ open, runs }) {
  const machine = await atPrompt(open);
  await afterWriting(machine.page, 'node -e 0; echo warm-$((1 + 1))\r', 'warm-2');
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    // The spare that the last run used up is made again in the meantime, as between two commands of a person.
    await new Promise((resolve) => setTimeout(resolve, 500));
    samples.push(
      await afterWriting(machine.page, `node -e 0; echo done-$((${run} + 1000))\r`, `done-${run + 1000}`),
    );
    baseline.push(timed(nativeNode, ['-e', '0']));
  }
  await machine.close();
  return { samples, baseline };
}

export async function keystroke({ open, runs }) {
  const machine = await atPrompt(open);
  const samples = [];
  for (let run = 0; run < runs; run++) {
    const key = String.fromCharCode(97 + (run % 26));
    samples.push(await afterWriting(machine.page, key, key));
    if (run % 40 === 39) await afterWriting(machine.page, '\x15', '\r');
  }
  await machine.close();
  return { samples, baseline: await nativeEcho(runs) };
}

export async function stop({ open, runs }) {
  const samples = [];
  const machine = await atPrompt(open);
  await machine.writeFiles({
    'loop.cjs': 'while (true) {}',
    'server.cjs': 'require("http").createServer().listen(3000)',
    'busy.cjs': 'setInterval(() => { for (let i = 0; i < 1e6; i++); }, 1)',
  });
  for (let run = 0; run < runs; run++) {
    await machine.page.evaluate(async () => {
      const { kernel } = window.holdfast;
      for (const file of ['server.cjs', 'busy.cjs', 'loop.cjs']) await kernel.exec('node', [file]);
      await new Promise((resolve) => kernel.subscribe(({ state }) => state.ports.length > 0 && resolve()));
    });
    samples.push(
      await machine.page.evaluate(async () => {
        const { kernel } = window.holdfast;
        const gone = new Promise((resolve) => {
          kernel.subscribe(({ state }) => {
            if (state.processes.every((process) => process.state === 'disowned') && state.ports.length === 0)
              resolve(performance.now());
          });
        });
        const started = performance.now();
        const stopped = kernel.stopRuntime();
        const ms = (await gone) - started;
        await stopped;
        return ms;
      }),
    );
  }
  await machine.close();
  return { samples };
}

/** Milliseconds until the tab's own terminal shows `text`: a tab that falls behind is sent the screen instead of the stream. */
const screenAfterWriting = (page, data, text) =>
  page.evaluate(
    async ([keys, wanted]) => {
      const terminal = await window.holdfast.terminal.attach();
      const started = performance.now();
      terminal.write(keys);
      terminal.detach();
      await new Promise((resolve) => {
        const look = () => {
          const rows = document.querySelector('[data-testid=terminal] .xterm-rows');
          if (rows?.textContent.includes(wanted)) resolve();
          else requestAnimationFrame(look);
        };
        look();
      });
      return performance.now() - started;
    },
    [data, text],
  );

export async function ptyThroughput({ open, runs }) {
  const bytes = 10_000_000;
  const machine = await atPrompt(open);
  await machine.writeFiles({
    'flood.js': `const line = 'x'.repeat(79) + '\\n'; for (let n = 0; n < ${bytes}; n += 80) process.stdout.write(line);`,
  });
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    samples.push(
      await screenAfterWriting(
        machine.page,
        `node flood.js; echo end-$((${run} + 5000))\r`,
        `end-${run + 5000}`,
      ),
    );
    baseline.push(await nativePty(bytes));
  }
  await machine.close();
  return { samples, baseline };
}
