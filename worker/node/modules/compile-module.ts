// From an ES module's text to a module record: parse, transform, evaluate the factory, register the source for stacks.

import type { CoreRealm } from '../core-realm.ts';
import { bodyName, moduleEdits, transformedModule } from './esm-transform.ts';
import { createImporter } from './dynamic-import.ts';
import type { ModuleTransform } from './kept-transforms.ts';
import { sourceComments } from './magic-comments.ts';
import { parseModule } from './parse.ts';
import { isOwnCode } from './program-edits.ts';
import { SourceTextModule, type ModuleFactory, type ModuleObject } from './source-text-module.ts';
import { describeSyntaxError, syntaxArrow } from './syntax-error.ts';
import { aroundInContext } from './vm-context.ts';

export interface CompileModuleOptions {
  /** Tells Node's loader which module imports dynamically. */
  readonly id: symbol;
  /** Of a vm context; without one the module sees this realm. */
  readonly context?: object | undefined;
  readonly register: (namespace: object) => void;
  /** Makes `import.meta`, on first use. */
  readonly meta: () => object;
}

export function compileModule(
  realm: CoreRealm,
  source: string,
  url: string,
  options: CompileModuleOptions,
): { record: SourceTextModule; sourceMapURL: string | undefined; sourceURL: string | undefined } {
  const { shape, edits } = transformOf(realm, source, url);
  const around = options.context && aroundInContext(options.context, [], source);
  const transformed = transformedModule(shape, edits, around);
  realm.sources.add({
    filename: url,
    text: source,
    originalColumn: transformed.originalColumn,
    topLevelName: bodyName,
  });
  const evaluated = realm.host.evaluate(transformed.code, url) as (...scopes: readonly object[]) => unknown;
  const factory = (around === undefined ? evaluated : evaluated(...around.scopes)) as ModuleFactory;
  let meta: object | undefined;
  const module: ModuleObject = {
    // With a prototype: V8 looks up the properties of an object without one by their hashes, ten times slower and more.
    imports: {},
    define() {},
    get meta() {
      return (meta ??= options.meta());
    },
    import: createImporter(realm, options.id, url),
    await: realm.awaitRuntime,
    guard: realm.loopGuard,
  };
  const record = new SourceTextModule(transformed, factory, module, options.register);
  return { record, ...sourceComments(source) };
}

function transformOf(realm: CoreRealm, source: string, url: string): ModuleTransform {
  const isOwn = isOwnCode(url);
  const make = (): ModuleTransform => moduleEdits(source, parse(realm, source, url), isOwn);
  // What is not the project's own is a file.
  return isOwn || !url.startsWith('file:')
    ? make()
    : realm.transforms.module(decodeURIComponent(new realm.host.URL(url).pathname), source, make);
}

function parse(realm: CoreRealm, source: string, url: string): ReturnType<typeof parseModule> {
  try {
    return parseModule(source);
  } catch (error) {
    const problem = describeSyntaxError(source, error);
    if (problem === undefined) throw error;
    const syntaxError = new SyntaxError(problem.message);
    const arrow = syntaxArrow(url, source, problem);
    realm.privateSymbols['arrow_message_private_symbol']?.set(syntaxError, `${arrow}\n`);
    throw syntaxError;
  }
}
