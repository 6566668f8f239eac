// What loads before the first prompt must stay small: the page with everything it names (scripts, styles, fonts), the
// kernel, and a process worker with the shell. Sizes are those of the brotli copies. The browser's own count of bytes is a
// benchmark (bytes-before-prompt); this is the build's guard against a heavy import slipping into the first load.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Bytes of brotli, by part: a little above what they are, so that growth is a decision. */
const budgets = { page: 340_000, kernel: 130_000, shell: 110_000 };

/** Where the build puts hashed files (vite.config.ts). */
const folder = '__holdfast/build';

const named = /(?:src|href)="\/?([^"]+\.(?:js|css|woff2))"/g;
const staticImport = /(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g;

export function checkBudget(dist) {
  const names = readdirSync(join(dist, folder)).filter((name) => name.endsWith('.js'));
  const only = (what, matches) => {
    const found = names.filter(matches);
    if (found.length !== 1) throw new Error(`The build has ${found.length} files for ${what}: ${found}`);
    return `${folder}/${found[0]}`;
  };
  const text = (file) => readFileSync(join(dist, file), 'utf8');
  /** With all that it imports statically. */
  const closure = (files) => {
    const seen = new Set();
    const visit = (file) => {
      if (seen.has(file)) return;
      seen.add(file);
      if (file.endsWith('.js'))
        for (const [, path] of text(file).matchAll(staticImport)) visit(join(dirname(file), path));
    };
    files.forEach(visit);
    return seen;
  };
  const page = [...text('index.html').matchAll(named)].map(([, file]) => file);
  const parts = {
    page: closure(['index.html', ...page]),
    kernel: closure([only('the kernel', (name) => /^kernel-[\w-]{8}\.js$/.test(name))]),
    shell: closure([
      only('processes', (name) => /^process-[\w-]{8}\.js$/.test(name)),
      only(
        'the shell',
        (name) => /^shell-[\w-]{8}\.js$/.test(name) && text(`${folder}/${name}`).includes('jshProgram'),
      ),
    ]),
  };
  const over = [];
  let total = 0;
  for (const [part, files] of Object.entries(parts)) {
    let bytes = 0;
    for (const file of files) {
      const path = join(dist, file);
      bytes += statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
    }
    total += bytes;
    const line = `${part}: ${(bytes / 1000).toFixed(0)} kB of ${budgets[part] / 1000} kB (${files.size} files)`;
    console.log(`First load, ${line}.`);
    if (bytes > budgets[part]) over.push(line);
  }
  console.log(`First load in all: ${(total / 1000).toFixed(0)} kB as brotli.`);
  if (over.length > 0)
    throw new Error(
      `The first load is over its budget (${over.join('; ')}): load the new part lazily, or argue for more in tools/size-budget.mjs.`,
    );
}
