// The project's tsconfig.json or jsconfig.json as compiler options for the language services: comments, `extends` and the
// first of `references` that has options. Reads files through `read`, which answers null where there is none.

import { joinPath, normalizePath, parentOf } from '../../files/paths.ts';

export type Options = Readonly<Record<string, unknown>>;

interface Config {
  readonly extends?: string | readonly string[];
  readonly references?: readonly { readonly path?: string }[];
  readonly compilerOptions?: Options;
}

type Read = (path: string) => Promise<string | null>;

/** A circle of configs ends here. */
const deepest = 8;

/** Null where the project has no config. */
export async function readCompilerOptions(read: Read): Promise<Options | null> {
  for (const name of ['tsconfig.json', 'jsconfig.json']) {
    const config = await readConfig(read, name);
    if (config === null) continue;
    const own = await merged(read, name, config, 0);
    if (Object.keys(own).length > 0) return own;
    // A config of references only, as Vite's templates have it: the first one is the app's.
    for (const { path } of config.references ?? []) {
      if (path === undefined) continue;
      const file = path.endsWith('.json') ? path : `${path}/tsconfig.json`;
      const at = normalizePath(file);
      const referenced = await readConfig(read, at);
      if (referenced !== null) return merged(read, at, referenced, 0);
    }
    return own;
  }
  return null;
}

async function readConfig(read: Read, path: string): Promise<Config | null> {
  const text = await read(path);
  if (text === null) return null;
  try {
    return JSON.parse(withoutComments(text)) as Config;
  } catch {
    // Being edited, perhaps: as if it said nothing.
    return {};
  }
}

async function merged(read: Read, path: string, config: Config, depth: number): Promise<Options> {
  const folder = parentOf(path);
  const bases = config.extends === undefined ? [] : [config.extends].flat();
  let options: Options = {};
  for (const base of depth < deepest ? bases : [])
    for (const at of extendedPaths(folder, base)) {
      const found = await readConfig(read, at);
      if (found === null) continue;
      options = { ...options, ...(await merged(read, at, found, depth + 1)) };
      break;
    }
  const own: Record<string, unknown> = { ...config.compilerOptions };
  // Paths are relative to the file that says them, or to its baseUrl.
  const base = typeof own['baseUrl'] === 'string' ? normalizePath(joinPath(folder, own['baseUrl'])) : folder;
  if (own['baseUrl'] !== undefined || own['paths'] !== undefined) own['baseUrl'] = `file:///${base}`;
  return { ...options, ...own };
}

function extendedPaths(folder: string, base: string): string[] {
  const files = base.endsWith('.json') ? [base] : [`${base}.json`, base, `${base}/tsconfig.json`];
  if (/^\.{1,2}\//.test(base)) return files.map((file) => normalizePath(joinPath(folder, file)));
  return files.map((file) => `node_modules/${file}`);
}

/** Comments and trailing commas go; strings stay as they are. */
export function withoutComments(text: string): string {
  return text
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string?: string) => string ?? '')
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string?: string) => string ?? '');
}
