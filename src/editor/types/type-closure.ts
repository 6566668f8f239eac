// The declaration files that a set of modules needs, transitively, read from the project's node_modules: only what is
// imported, so that a project with hundreds of packages costs no more than those it uses. One per project; keeps what it
// has read until node_modules changes.

import { joinPath, normalizePath, parentOf } from '../../files/paths.ts';
import { namedModules, splitSpecifier } from './module-specifiers.ts';
import { declarationsFor, typeEntries } from './package-types.ts';

/** More than any sane import graph; beyond it the language service would take seconds to answer. */
const fileLimit = 4_000;
const characterLimit = 40_000_000;
/** Reads in flight: the kernel has better things to do. */
const parallel = 16;

export interface TypeClosure {
  /** Follows the names from a file of the project; resolves with the files that are new, by path, package.json among them. */
  follow(from: string, specifiers: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** `read` answers null where there is no such file. */
export function createTypeClosure(read: (path: string) => Promise<string | null>): TypeClosure {
  const texts = new Map<string, Promise<string | null>>();
  const followed = new Set<string>();
  let characters = 0;
  let running = 0;
  const waiting: (() => void)[] = [];

  const readOnce = (path: string): Promise<string | null> => {
    let text = texts.get(path);
    if (text === undefined) {
      text = (async () => {
        if (running >= parallel) await new Promise<void>((go) => waiting.push(go));
        running++;
        try {
          return await read(path);
        } finally {
          running--;
          waiting.shift()?.();
        }
      })();
      texts.set(path, text);
    }
    return text;
  };

  const firstOf = async (candidates: readonly string[]): Promise<string | null> => {
    for (const path of candidates) if ((await readOnce(path)) !== null) return path;
    return null;
  };

  return {
    async follow(from, specifiers) {
      const found = new Map<string, string>();

      const take = async (path: string): Promise<void> => {
        if (followed.has(path) || followed.size >= fileLimit || characters >= characterLimit) return;
        followed.add(path);
        const text = await readOnce(path);
        if (text === null) return;
        characters += text.length;
        found.set(path, text);
        if (path.endsWith('.json')) return;
        const { modules, files } = namedModules(text);
        await Promise.all([...modules, ...files].map((name) => resolve(path, name)));
      };

      const resolve = async (importer: string, specifier: string): Promise<void> => {
        const folder = parentOf(importer);
        if (/^\.{1,2}(\/|$)/.test(specifier)) {
          // The project's own files are models already.
          if (!isInPackages(importer)) return;
          const file = await firstOf(declarationsFor(normalizePath(joinPath(folder, specifier))));
          if (file !== null) await take(file);
          return;
        }
        const split = splitSpecifier(specifier);
        if (split !== null) await resolvePackage(folder, split.name, split.subpath);
      };

      const resolvePackage = async (folder: string, name: string, subpath: string): Promise<void> => {
        const key = `${folder}\0${name}\0${subpath}`;
        if (followed.has(key)) return;
        followed.add(key);
        const declared = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
        for (const packageName of name.startsWith('@types/') ? [name] : [name, declared])
          for (const at of foldersAbove(folder)) {
            const home = joinPath(at, `node_modules/${packageName}`);
            const manifest = await readOnce(`${home}/package.json`);
            if (manifest === null) continue;
            const entry = await firstOf(
              typeEntries(parseManifest(manifest), subpath).map((path) => normalizePath(`${home}/${path}`)),
            );
            if (entry === null) break;
            await take(`${home}/package.json`);
            // TypeScript reads the manifest beside a deep entry, too.
            if (subpath !== '.') {
              const inner = `${home}/${subpath.slice(2)}/package.json`;
              if ((await readOnce(inner)) !== null) await take(inner);
            }
            await take(entry);
            return;
          }
      };

      await Promise.all(specifiers.map((specifier) => resolve(from, specifier)));
      return found;
    },
  };
}

function isInPackages(path: string): boolean {
  return path.startsWith('node_modules/') || path.includes('/node_modules/');
}

/** The folder itself and all above it, up to the project's. */
function foldersAbove(folder: string): string[] {
  const above = [folder];
  for (let at = folder; at !== ''; above.push(at)) at = parentOf(at);
  return above.filter((at) => !at.endsWith('node_modules'));
}

function parseManifest(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
