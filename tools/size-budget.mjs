// What loads before the first prompt must stay small: the page's own scripts and styles, the kernel, and a shell. Sizes
// are those of the brotli copies. The browser's own count of bytes is a benchmark (bytes-before-prompt); this is the
// build's guard against a heavy import slipping into the first load.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of brotli for everything that index.html loads eagerly. */
const pageBudget = 500_000;

export function checkBudget(dist) {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const eager = [...html.matchAll(/(?:src|href)="\/?(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  let total = 0;
  for (const file of eager) {
    const path = join(dist, `${file}.br`);
    if (existsSync(path)) total += statSync(path).size;
  }
  console.log(
    `First load of the page: ${(total / 1000).toFixed(0)} kB of ${(pageBudget / 1000).toFixed(0)} kB (brotli, ${eager.length} files).`,
  );
  if (total > pageBudget)
    throw new Error(
      'The first load is over its budget: load the new part lazily, or argue for more in tools/size-budget.mjs.',
    );
}
