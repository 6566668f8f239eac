// Finds the errors in what a build tool printed. Formats: tsc, esbuild, Vite/Rollup, Node's own syntax and uncaught errors,
// npm. Where none matches, the last lines that speak of an error stand for themselves.

import type { BuildError } from './event.ts';

// eslint-disable-next-line no-control-regex -- escape sequences are what it removes
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;

const maxErrors = 50;

interface Format {
  readonly pattern: RegExp;
  readonly read: (match: RegExpMatchArray) => BuildError;
}

const located = (
  message: string | undefined,
  file: string | undefined,
  line: string | undefined,
  column?: string,
): BuildError => ({
  message: (message ?? '').trim(),
  ...(file === undefined ? {} : { file: file.replace(/^file:\/\//, '') }),
  ...(line === undefined ? {} : { line: Number(line) }),
  ...(column === undefined ? {} : { column: Number(column) }),
});

const formats: readonly Format[] = [
  // tsc: src/a.ts(3,7): error TS2322: … and, with --pretty, src/a.ts:3:7 - error TS2322: …
  { pattern: /^(\S.*?)\((\d+),(\d+)\): error (.+)$/gm, read: (m) => located(m[4], m[1], m[2], m[3]) },
  { pattern: /^(\S.*?):(\d+):(\d+) - error (.+)$/gm, read: (m) => located(m[4], m[1], m[2], m[3]) },
  // esbuild: ✘ [ERROR] message, then the place on a line of its own
  {
    pattern: /^✘ \[ERROR\] (.+)\n\s*\n\s+(\S+?):(\d+):(\d+):/gm,
    read: (m) => located(m[1], m[2], m[3], m[4]),
  },
  // gcc-like: file:line:column: error: message
  { pattern: /^(\S.*?):(\d+):(\d+): (?:error|ERROR): (.+)$/gm, read: (m) => located(m[4], m[1], m[2], m[3]) },
  // Node: file:line, the source, a caret, then the error
  {
    pattern: /^(\/\S+|file:\/\/\S+?):(\d+)\n(?:.*\n){1,4}?\n((?:\w*Error|Uncaught)\b.*)$/gm,
    read: (m) => located(m[3], m[1], m[2]),
  },
  // Vite and Rollup: "error during build:" then the message, and "file: path:line:column"
  {
    pattern: /^error during build:\n(.+)(?:\n(?:.*\n)*?file: (\S+?):(\d+):(\d+))?/gm,
    read: (m) => located(m[1], m[2], m[3], m[4]),
  },
];

/** The errors in `output`, in order of appearance, each once. */
export function parseBuildErrors(output: string): readonly BuildError[] {
  const text = output.replace(escapes, '').replaceAll('\r\n', '\n');
  const found: { readonly at: number; readonly error: BuildError }[] = [];
  for (const { pattern, read } of formats) {
    for (const match of text.matchAll(pattern)) found.push({ at: match.index, error: read(match) });
  }
  found.sort((a, b) => a.at - b.at);
  const seen = new Set<string>();
  const errors = found
    .map(({ error }) => error)
    .filter((error) => {
      const key = JSON.stringify(error);
      return !seen.has(key) && seen.add(key) !== undefined;
    });
  if (errors.length > 0) return errors.slice(0, maxErrors);
  const lines = text.split('\n').map((line) => line.trim());
  const spoken = lines.filter((line) => /\berror\b|Error:|not found|failed/i.test(line));
  const last = spoken.length > 0 ? spoken.slice(-5) : lines.filter((line) => line !== '').slice(-1);
  return last.map((message) => ({ message }));
}
