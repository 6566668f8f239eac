// What parsing tells of a package's files, kept beside the package's pack (FileSystem.writeDerived): a program that was
// started before, or that came with the build (tools/templates/packs.mjs), is loaded without being parsed again. Parsing is
// most of what a large tool takes to start. One a realm.

import { TextDecoder, TextEncoder } from '../../os/browser-globals.ts';
import type { FileSystem, PackedFile } from '../../vfs/filesystem.ts';

import { Edits, type StoredEdits } from './edits.ts';
import { moduleEdits, type ModuleShape } from './esm-transform.ts';
import { containsModuleSyntax, mayBeModule } from './module-syntax.ts';
import { parseModule } from './parse.ts';
import { mayNeedEdits, programEdits } from './program-edits.ts';

/** To be raised whenever another version would make other edits of a text; kept-transforms.test.ts notices. */
export const transformVersion = 3;

/** One file. A text may change on its way from the file (loader hooks), hence its hash. */
interface KeptTransform {
  readonly hash: number;
  /** As an ES module. */
  readonly module?: { readonly shape: ModuleShape; readonly edits: StoredEdits };
  /** As the body of a function. */
  readonly body?: StoredEdits;
  /** Whether only an ES module has such syntax. */
  readonly hasModuleSyntax?: boolean;
}

/** What is kept beside a pack, as JSON: by the file's number in the pack. */
interface PackTransforms {
  readonly version: number;
  readonly files: Record<number, KeptTransform>;
}

export interface ModuleTransform {
  readonly shape: ModuleShape;
  readonly edits: Edits;
}

export interface KeptTransformsOptions {
  readonly fs: () => Pick<FileSystem, 'packedFile' | 'readDerived' | 'writeDerived'>;
  readonly setTimeout: (callback: () => void, ms: number) => unknown;
}

/** New ones are kept when a program has loaded what it starts with. */
const settleMs = 2_000;

export class KeptTransforms {
  readonly #packs = new Map<string, Record<number, KeptTransform>>();
  readonly #fresh = new Map<string, Record<number, KeptTransform>>();
  #changed = false;
  #scheduled = false;

  constructor(private readonly options: KeptTransformsOptions) {}

  /** `make` parses; it is called where nothing is kept. */
  module(path: string, source: string, make: () => ModuleTransform): ModuleTransform {
    const file = this.#lookUp(path, source);
    if (file === undefined) return make();
    const known = file.kept.module;
    if (known !== undefined) return { shape: known.shape, edits: new Edits(source, known.edits) };
    const made = make();
    this.#add(file, { module: storedModule(made) });
    return made;
  }

  /** The same of a function's body. */
  body(path: string, source: string, make: () => Edits): Edits {
    const file = this.#lookUp(path, source);
    if (file === undefined) return make();
    const known = file.kept.body;
    if (known !== undefined) return new Edits(source, known);
    const made = make();
    this.#add(file, { body: made.store() });
    return made;
  }

  /** Whether the text of a file, whose package does not say, is that of an ES module; see containsModuleSyntax. */
  hasModuleSyntax(path: string, source: string): boolean {
    if (!mayBeModule(source)) return false;
    const file = this.#lookUp(path, source);
    if (file === undefined) return containsModuleSyntax(source);
    const known = file.kept.hasModuleSyntax;
    if (known !== undefined) return known;
    const hasModuleSyntax = containsModuleSyntax(source);
    this.#add(file, { hasModuleSyntax });
    return hasModuleSyntax;
  }

  /** undefined for what is no file of a pack. */
  #lookUp(path: string, source: string): (PackedFile & { kept: KeptTransform }) | undefined {
    const file = this.options.fs().packedFile(path);
    if (file === undefined) return undefined;
    const hash = textHash(source);
    const kept = this.#pack(file.packId)[file.index];
    return { ...file, kept: kept?.hash === hash ? kept : { hash } };
  }

  #pack(id: string): Record<number, KeptTransform> {
    let files = this.#packs.get(id);
    if (files === undefined) this.#packs.set(id, (files = this.#read(id)));
    return files;
  }

  #read(id: string): Record<number, KeptTransform> {
    const bytes = this.options.fs().readDerived(id);
    return bytes === undefined ? {} : decode(bytes);
  }

  #add({ packId, index, kept }: PackedFile & { kept: KeptTransform }, made: Partial<KeptTransform>): void {
    const transform = { ...kept, ...made };
    this.#pack(packId)[index] = transform;
    const fresh = this.#fresh.get(packId) ?? {};
    fresh[index] = transform;
    this.#fresh.set(packId, fresh);
    this.#changed = true;
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.options.setTimeout(() => this.#settle(), settleMs);
  }

  #settle(): void {
    this.#scheduled = false;
    if (this.#changed) {
      this.#changed = false;
      this.#scheduled = true;
      this.options.setTimeout(() => this.#settle(), settleMs);
    } else {
      this.flush();
    }
  }

  /** Keeps what is new, with what others have kept meanwhile. */
  flush(): void {
    for (const [id, files] of this.#fresh) {
      this.options.fs().writeDerived(id, encode({ ...this.#read(id), ...files }));
    }
    this.#fresh.clear();
  }
}

/**
 * What the build keeps beside a pack: of those files that Node would load as JavaScript and that have to be parsed for it.
 * `files` in the order of the pack's entries.
 */
export function transformsOf(files: readonly { path: string; text: () => string }[]): Uint8Array | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  /** undefined where the package does not say. */
  const isModule = (path: string): boolean | undefined => {
    if (path.endsWith('.mjs')) return true;
    if (path.endsWith('.cjs')) return false;
    for (let folder = path; folder !== '';) {
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
      const manifest = byPath.get(folder === '' ? 'package.json' : `${folder}/package.json`);
      if (manifest === undefined) continue;
      const { type } = JSON.parse(manifest.text()) as { type?: string };
      return type === 'module' ? true : type === 'commonjs' ? false : undefined;
    }
    return undefined;
  };
  const kept: Record<number, KeptTransform> = {};
  for (const [index, { path, text }] of files.entries()) {
    if (!/\.[cm]?js$/.test(path)) continue;
    const source = text();
    try {
      const unsaid = isModule(path) === undefined && mayBeModule(source);
      const hasModuleSyntax = unsaid && containsModuleSyntax(source);
      const made: Omit<KeptTransform, 'hash'> = {
        ...(unsaid && { hasModuleSyntax }),
        ...((isModule(path) ?? hasModuleSyntax)
          ? { module: storedModule(moduleEdits(source, parseModule(source), false)) }
          : mayNeedEdits(source) && { body: (programEdits(source) ?? new Edits(source)).store() }),
      };
      if (Object.keys(made).length > 0) kept[index] = { hash: textHash(source), ...made };
    } catch (error) {
      // A module that nobody can load, or a file of another kind; the reader will be told.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return Object.keys(kept).length === 0 ? undefined : encode(kept);
}

const storedModule = ({ shape, edits }: ModuleTransform) => ({ shape, edits: edits.store() });

const encode = (files: Record<number, KeptTransform>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ version: transformVersion, files } satisfies PackTransforms));

/** Nothing where another version kept it, or where it is damaged. */
function decode(bytes: Uint8Array): Record<number, KeptTransform> {
  try {
    const { version, files } = JSON.parse(new TextDecoder().decode(bytes)) as PackTransforms;
    return version === transformVersion ? files : {};
  } catch {
    return {};
  }
}

/** 53 bits (cyrb53, public domain): a megabyte in some milliseconds. Guards against mistakes, not against forgery. */
function textHash(text: string): number {
  let low = 0xdeadbeef ^ text.length;
  let high = 0x41c6ce57 ^ text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 2654435761);
    high = Math.imul(high ^ unit, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return 4294967296 * (2097151 & high) + (low >>> 0);
}
