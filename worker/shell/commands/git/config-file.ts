// git's configuration files (git-config(1), Syntax): read whole, changed a line at a time so that comments stay.

import type { FileSystem } from '../../../vfs/filesystem.ts';
import { decodeText } from '../../stream/text.ts';
import { fatal } from './failure.ts';

export interface Setting {
  /** `section.name` or `section.Sub section.name`: section and name in lower case. */
  readonly key: string;
  readonly value: string;
}

const sectionLine = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/;
const settingLine = /^\s*([A-Za-z][\w-]*)\s*(?:=\s*(.*))?$/;

/** As keys are compared. */
export function normalKey(key: string): string {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  if (first <= 0) throw new Error(`key does not contain a section: ${key}`);
  const section = key.slice(0, first).toLowerCase();
  const sub = first === last ? '' : `.${key.slice(first + 1, last)}`;
  return `${section}${sub}.${key.slice(last + 1).toLowerCase()}`;
}

export class ConfigFile {
  #lines: string[] = [];

  constructor(
    private readonly fs: FileSystem,
    readonly path: string,
  ) {
    if (fs.tryStat(path)?.type === 'file')
      this.#lines = decodeText(fs.readFile(path)).replace(/\n$/, '').split('\n');
  }

  get settings(): Setting[] {
    return this.#parsed().map(({ key, value }) => ({ key, value }));
  }

  set(key: string, value: string): void {
    const wanted = normalKey(key);
    const name = key.slice(key.lastIndexOf('.') + 1);
    const line = `\t${name} = ${escaped(value)}`;
    const last = this.#parsed().findLast((setting) => setting.key === wanted);
    if (last !== undefined) this.#lines[last.line] = line;
    else this.#append(wanted.slice(0, wanted.lastIndexOf('.')), line);
    this.#write();
  }

  add(key: string, value: string): void {
    this.#append(
      key.slice(0, key.lastIndexOf('.')),
      `\t${key.slice(key.lastIndexOf('.') + 1)} = ${escaped(value)}`,
    );
    this.#write();
  }

  /** How many there were. */
  unset(key: string): number {
    const wanted = normalKey(key);
    const lines = new Set(this.#parsed().flatMap((each) => (each.key === wanted ? [each.line] : [])));
    this.#lines = this.#lines.filter((_line, index) => !lines.has(index));
    this.#removeEmptySections();
    this.#write();
    return lines.size;
  }

  /** `section` or `section.sub`; whether it was there. */
  removeSection(section: string): boolean {
    const before = this.#lines.length;
    let inside = false;
    this.#lines = this.#lines.filter((line) => {
      const name = sectionOf(line);
      if (name !== null) inside = name === section;
      return !inside;
    });
    this.#write();
    return this.#lines.length < before;
  }

  renameSection(from: string, to: string): void {
    this.#lines = this.#lines.map((line) => (sectionOf(line) === from ? header(to) : line));
    this.#write();
  }

  #append(section: string, line: string): void {
    let end = -1;
    let current: string | null = null;
    for (const [index, each] of this.#lines.entries()) {
      current = sectionOf(each) ?? current;
      if (current === section && each.trim() !== '') end = index;
    }
    if (end === -1) this.#lines.push(header(section), line);
    else this.#lines.splice(end + 1, 0, line);
  }

  #removeEmptySections(): void {
    this.#lines = this.#lines.filter((line, index, all) => {
      const next = all[index + 1];
      return sectionOf(line) === null || (next !== undefined && sectionOf(next) === null);
    });
  }

  #parsed(): (Setting & { readonly line: number })[] {
    const found: (Setting & { readonly line: number })[] = [];
    let section = '';
    for (let line = 0; line < this.#lines.length; line++) {
      const text = this.#lines[line] ?? '';
      section = sectionOf(text) ?? section;
      const rest = text.replace(sectionLine, '');
      if (/^\s*(?:[#;]|$)/.test(rest)) continue;
      const [, name, value] = settingLine.exec(rest) ?? [];
      if (name === undefined) throw fatal(`bad config line ${String(line + 1)} in file ${this.path}`);
      let whole = value ?? 'true';
      while (/(?:^|[^\\])(?:\\\\)*\\$/.test(whole) && line + 1 < this.#lines.length)
        whole = whole.slice(0, -1) + (this.#lines[++line] ?? '');
      found.push({ key: `${section}.${name.toLowerCase()}`, value: unescaped(whole), line });
    }
    return found;
  }

  #write(): void {
    this.fs.writeFile(this.path, this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`);
  }
}

function sectionOf(line: string): string | null {
  const [, section, sub] = sectionLine.exec(line) ?? [];
  if (section === undefined) return null;
  return sub === undefined
    ? section.toLowerCase()
    : `${section.toLowerCase()}.${sub.replace(/\\(.)/g, '$1')}`;
}

function header(section: string): string {
  const dot = section.indexOf('.');
  if (dot === -1) return `[${section}]`;
  return `[${section.slice(0, dot)} "${section.slice(dot + 1).replace(/["\\]/g, '\\$&')}"]`;
}

function escaped(value: string): string {
  const text = value.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t');
  return /^\s|\s$|[#;]/.test(value) ? `"${text}"` : text;
}

function unescaped(value: string): string {
  let text = '';
  let quoted = false;
  let kept = 0;
  for (let index = 0; index < value.length; index++) {
    const char = value.charAt(index);
    if (char === '\\') {
      const next = value.charAt(++index);
      text += ({ n: '\n', t: '\t', b: '\b' } as Readonly<Record<string, string>>)[next] ?? next;
      kept = text.length;
    } else if (char === '"') {
      quoted = !quoted;
      kept = text.length;
    } else if (!quoted && (char === '#' || char === ';')) break;
    else {
      text += char;
      if (quoted || !/\s/.test(char)) kept = text.length;
    }
  }
  return text.slice(0, kept);
}
