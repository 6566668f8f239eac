// JSON files that people and npm both edit: read with their layout, written back in it (json-parse-even-better-errors,
// json-stringify-nice).
import { NpmError } from './npm-error.ts';

export interface JsonLayout {
  readonly indent: string;
  /** Empty where the whole file is one line without an end. */
  readonly newline: string;
}

export const defaultLayout: JsonLayout = { indent: '  ', newline: '\n' };

export interface JsonFile {
  readonly value: Record<string, unknown>;
  readonly layout: JsonLayout;
}

/** Throws EJSONPARSE with npm's wording; `label` is the file's name. */
export function parseJsonFile(text: string, label: string): JsonFile {
  const source = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw parseError(source, label, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw jsonError(label, `${JSON.stringify(value)} is not an object`);
  }
  return { value: value as Record<string, unknown>, layout: layoutOf(source) };
}

function layoutOf(source: string): JsonLayout {
  if (/^\s*\{\s*\}\s*$/.test(source)) return defaultLayout;
  const match = /^\s*[{[]((?:\r?\n)+)([\s\t]*)/.exec(source);
  if (match === null) return { indent: '', newline: '' };
  return { indent: match[2] ?? '', newline: match[1] ?? '\n' };
}

function parseError(source: string, label: string, error: unknown): NpmError {
  if (source === '') return jsonError(label, 'Unexpected end of JSON input while parsing empty string');
  const message = error instanceof Error ? error.message : String(error);
  // V8 appends line and column, npm does not; Firefox and Safari word theirs otherwise and have no position.
  const plain = message.replace(/ \(line \d+ column \d+\)$/, '').replace(/, "?.*"? is not valid JSON$/s, '');
  const at = /at position (\d+)/.exec(message)?.[1];
  const position = at === undefined ? source.length : Number(at);
  const start = Math.max(0, position - 20);
  const end = Math.min(source.length, position + 20);
  const slice = `${start === 0 ? '' : '...'}${source.slice(start, end)}${end === source.length ? '' : '...'}`;
  return jsonError(
    label,
    `${plain} while parsing ${slice === source ? '' : 'near '}${JSON.stringify(slice)}`,
  );
}

function jsonError(label: string, problem: string): NpmError {
  return new NpmError('EJSONPARSE', [
    { prefix: 'JSON.parse', text: `Invalid ${label}: JSONParseError: ${problem}` },
    { prefix: 'JSON.parse', text: 'Failed to parse JSON data.' },
    { prefix: 'JSON.parse', text: `Note: ${label} must be actual JSON, not just JavaScript.` },
  ]);
}

export function printJson(value: unknown, layout: JsonLayout): string {
  return `${JSON.stringify(value, null, layout.indent)}\n`.replaceAll('\n', layout.newline);
}

/** Scalars and arrays before objects, `first` before all, names as English sorts them. */
export function sortKeys(
  value: unknown,
  first: readonly string[],
  compare: (a: string, b: string) => number,
): unknown {
  if (!isObject(value))
    return Array.isArray(value) ? value.map((each) => sortKeys(each, first, compare)) : value;
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a, x], [b, y]) => {
      const kinds = Number(isObject(x)) - Number(isObject(y));
      return kinds || rank(a) - rank(b) || compare(a, b);
    });
  return Object.fromEntries(entries.map(([key, each]) => [key, sortKeys(each, first, compare)]));
}

/** Of JSON's types the object: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
