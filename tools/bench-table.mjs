// docs/bench.md: one row a benchmark, each with the day it was last measured, so that a run of a few keeps the others.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const columns = ['name', 'what', 'unit', 'median', 'p95', 'runs', 'target', 'beside', 'better', 'measured'];

/** The table's rows by name, each a list of cells; empty where there is no table of these columns. */
export function readTable(file) {
  const rows = new Map();
  if (!existsSync(file)) return rows;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const name = /^`(.+)`$/.exec(cells[0] ?? '')?.[1];
    if (name !== undefined && cells.length === columns.length) rows.set(name, cells);
  }
  return rows;
}

/** What was measured now, as a row. */
export function tableRow({ name, what, target, better }, { unit, median, p95, runs, baseline, error }, day) {
  const failed =
    error === undefined ? null : `failed: ${error.split('\n')[0].replaceAll('|', '/').slice(0, 80)}`;
  return [
    `\`${name}\``,
    what,
    unit,
    failed ?? String(median),
    failed === null ? String(p95) : '',
    String(runs),
    target,
    `${baseline.what}: ${baseline.median ?? '–'}`,
    better,
    day,
  ];
}

/** Writes the rows, in the order of the benchmarks. */
export function writeTable(file, rows) {
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const text = [
    '# Benchmarks',
    '',
    `Made by \`npm run bench\`: ${machine}, headless Chromium, medians and 95th percentiles. A row that a run left out keeps its day.`,
    '',
    line(columns),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
  ];
  writeFileSync(file, text.join('\n'));
}
