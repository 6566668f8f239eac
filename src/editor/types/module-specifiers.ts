// Which modules a source or declaration file names. Read off the text, since a parser would cost more than a few names too
// many: what does not resolve is passed over.

export interface Named {
  /** Specifiers of imports, exports, import types and require calls, and of `/// <reference types>`. */
  readonly modules: readonly string[];
  /** `/// <reference path>`: relative files. */
  readonly files: readonly string[];
}

const modulePattern =
  /(?:\bfrom|\bimport|\bmodule)\s*(["'])([^"'\n]+)\1|\b(?:import|require)\s*\(\s*(["'])([^"'\n]+)\3/g;
const referencePattern = /^\s*\/\/\/\s*<reference\s+(types|path)\s*=\s*(["'])([^"'\n]+)\2/gm;
const jsxPragma = /@jsxImportSource\s+([\w@/-]+)/;

export function namedModules(text: string): Named {
  const modules = new Set<string>();
  const files = new Set<string>();
  for (const match of text.matchAll(modulePattern)) modules.add(match[2] ?? match[4] ?? '');
  for (const [, kind, , name = ''] of text.matchAll(referencePattern))
    if (kind === 'types') modules.add(name);
    else files.add(/^\.{0,2}\//.test(name) ? name : `./${name}`);
  const pragma = jsxPragma.exec(text)?.[1];
  if (pragma !== undefined) modules.add(`${pragma}/jsx-runtime`);
  return { modules: [...modules], files: [...files] };
}

/** `@scope/name/sub/path` → its package and the rest; null for what no package is named by. */
export function splitSpecifier(specifier: string): { name: string; subpath: string } | null {
  if (/^[./#]|^[a-z]+:|[\\*\s]/.test(specifier)) return null;
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  if (parts.length < length || parts[0] === '') return null;
  const rest = parts.slice(length).join('/');
  return { name: parts.slice(0, length).join('/'), subpath: rest === '' ? '.' : `./${rest}` };
}
