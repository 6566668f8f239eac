// Finds the errors in what a build tool printed. Formats: tsc, esbuild, Vite, Rollup, Rolldown, webpack, Node's own syntax
// and uncaught errors; Astro's are in astro-errors.ts. Where none matches, the last lines that speak of an error stand for themselves.

import type { HotUpdateError } from '../protocol/preview-message.ts';
import { findAstroErrors } from './astro-errors.ts';
import type { BuildError } from './event.ts';

// eslint-disable-next-line no-control-regex -- escape sequences are what it removes
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;

const maxErrors = 50;

const announcement = /with \d+ errors?:$/;

export interface FoundError {
  /** Where in the text it begins. */
  readonly at: number;
  readonly error: BuildError;
}

interface Format {
  readonly pattern: RegExp;
  readonly read: (match: RegExpMatchArray) => BuildError;
}

const located = (
  message: string | undefined,
  file: string | undefined,
  line: string | number | undefined,
  column?: string | number,
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
  // esbuild: ✘ [ERROR] message, then the place on a line of its own; without one for what has no place
  {
    pattern: /^✘ \[ERROR\] (.+)(?:\n\s*\n\s+(\S+?):(\d+):(\d+):)?/gm,
    read: (m) => located(m[1], m[2], m[3], m[4]),
  },
  // gcc-like, as esbuild's transforms say it: file:line:column: error: message
  { pattern: /^(\S.*?):(\d+):(\d+): (?:error|ERROR): (.+)$/gm, read: (m) => located(m[4], m[1], m[2], m[3]) },
  // Node: file:line, the source, a caret, then the error
  {
    pattern: /^(\/\S+|file:\/\/\S+?):(\d+)\n(?:.*\n){1,4}?\n((?:\w*Error|Uncaught)\b.*)$/gm,
    read: (m) => located(m[3], m[1], m[2]),
  },
  // Vite's dev server: the message, then Plugin: and File: lines, of which either may be missing
  {
    pattern:
      /\[vite\](?: \(\w+\))? (?:Internal server error|Pre-transform error): (.+)(?:\n(?! *at |\d).*){0,24}?\n\s+File: (\S+?)(?::(\d+):(\d+))?$/gm,
    read: (m) => located(m[1], m[2], m[3], m[4]),
  },
  // Vite's and Rollup's builds: the message, and "file: path:line:column" some lines on
  {
    pattern: /^error during build:\n(?!Build failed)(.+)(?:\n(?:.*\n){0,8}?file: (\S+?):(\d+):(\d+))?/gm,
    read: (m) => located(m[1], m[2], m[3], m[4]),
  },
  // Rolldown: [CODE] message, then the place in a frame
  {
    pattern: /^\[([A-Z_]+)\] (?:Error: )?(.+)(?:\n(?:.*\n){0,3}?.*╭─\[ ?(\S+?):(\d+):(\d+) ?\])?/gm,
    read: (m) => located(m[2], m[3], m[4], m[5]),
  },
  // Rollup's command: [!] (plugin …) RollupError: file (line:column): message; the place may follow instead
  {
    pattern:
      /^\[!\] (?:\([^)]*\) )?(?:\w*Error: )?(?:(\S+) \((\d+):(\d+)\): )?(.+)(?:\n(?:.*\n){0,3}?(\S+) \((\d+):(\d+)\)$)?/gm,
    read: (m) => located(m[4], m[1] ?? m[5], m[2] ?? m[6], m[3] ?? m[7]),
  },
  // webpack: ERROR in ./file line:column, the message on the next line; ts-loader names the place itself
  {
    pattern: /^ERROR in (\S+)(?: (\d+):(\d+)(?:-[\d:]+)?)?\n(?!\.\/.*\n\[tsl\])(.+)$/gm,
    read: (m) => located(m[4], m[1], m[2], m[3]),
  },
  {
    pattern: /^\[tsl\] ERROR in (\S+?)\((\d+),(\d+)\)\n\s*(.+)$/gm,
    read: (m) => located(m[4], m[1], m[2], m[3]),
  },
];

/** `output` as plain lines: without escape sequences and carriage returns. */
export function plainText(output: string): string {
  return output.replace(escapes, '').replaceAll('\r\n', '\n');
}

/** The errors in `text` that have a known form, in order of appearance, each place and message once. */
export function findBuildErrors(text: string): readonly BuildError[] {
  const found = [...findAstroErrors(text)];
  for (const { pattern, read } of formats) {
    for (const match of text.matchAll(pattern)) found.push({ at: match.index, error: read(match) });
  }
  found.sort((a, b) => a.at - b.at);
  const seen = new Set<string>();
  return found
    .map(({ error }) => error)
    .filter((error) => {
      // "Transform failed with 1 error:" only announces what is told beside it.
      if (announcement.test(error.message) && found.length > 1) return false;
      const key = JSON.stringify(error);
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .slice(0, maxErrors);
}

/** Vite's `error` message: its first line is what is wrong; vue/compiler-sfc names the file only in one of the next. */
export function hotUpdateBuildError({ message, file, line, column }: HotUpdateError): BuildError {
  const [first = '', ...rest] = plainText(message).split('\n');
  return located(first, file ?? rest.find((each) => each.startsWith('/')), line, column);
}

/** The errors of a build that failed: where none has a known form, the lines that speak of one. */
export function parseBuildErrors(output: string): readonly BuildError[] {
  const text = plainText(output);
  const errors = findBuildErrors(text);
  if (errors.length > 0) return errors;
  const lines = text.split('\n').map((line) => line.trim());
  const spoken = lines.filter((line) => /\berror\b|Error:|not found|failed/i.test(line));
  const last = spoken.length > 0 ? spoken.slice(-5) : lines.filter((line) => line !== '').slice(-1);
  return last.map((message) => ({ message }));
}
