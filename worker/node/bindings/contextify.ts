// internalBinding('contextify'): scripts, functions and contexts (src/node_contextify.cc). Scripts of this context are the
// browser's own indirect eval; contexts are approximate (modules/vm-context.ts says how).

import type { CoreRealm } from '../core-realm.ts';
import type { ProgramKind } from '../guard/guard-loops.ts';
import { DeadlineExceeded } from '../guard/loop-guard.ts';
import { guardName } from '../guard/names.ts';
import { awaitName } from '../modules/await-context.ts';
import { compileFunction, withArrow } from '../modules/compile-function.ts';
import { arrowOfFrame } from '../modules/error-arrow.ts';
import { createImporter, importerName } from '../modules/dynamic-import.ts';
import { Edits } from '../modules/edits.ts';
import { sourceComments } from '../modules/magic-comments.ts';
import { containsModuleSyntax } from '../modules/module-syntax.ts';
import { parseScript } from '../modules/parse.ts';
import { isOwnCode, programEdits } from '../modules/program-edits.ts';
import { declareGlobally } from '../modules/repl-script.ts';
import { newContextGlobal, runInVmContext } from '../modules/vm-context.ts';
import type { Binding } from '../realm.ts';
import { nativeError } from './native-error.ts';
import { nodeBuffer } from './node-buffer-of.ts';

const cjsParameters = ['exports', 'require', 'module', '__filename', '__dirname'];
/** A browser gives nobody the code that it compiled: what stands for it is always rejected, as V8 rejects what another version made. */
const noCode = Uint8Array.of(0xde, 0xc0, 0, 0);
/** Inputs of Node's REPL: their `let`, `const` and `class` must be there for the next input. */
const replInput = /^REPL\d+$/;

export function createContextifyBinding(realm: CoreRealm): Binding {
  const hostDefinedOption = realm.privateSymbols['host_defined_option_symbol'];
  const decorated = realm.privateSymbols['decorated_private_symbol'];
  const contextSlot = realm.privateSymbols['contextify_context_private_symbol'];
  const defaultImportId = realm.symbols['vm_dynamic_import_default_internal'] ?? Symbol('vm');
  let scripts = 0;

  class ContextifyScript {
    readonly #code: string;
    #timedCode: string | undefined;
    readonly #source: string;
    readonly #filename: string;
    readonly #id: symbol;
    declare readonly cachedDataRejected?: boolean;
    declare readonly cachedDataProduced?: boolean;
    declare readonly cachedData?: unknown;
    readonly sourceMapURL: string | undefined;

    constructor(
      code: string,
      filename: string,
      lineOffset?: number,
      columnOffset?: number,
      cachedData?: ArrayBufferView,
      produceCachedData?: boolean,
      parsingContextOrId?: unknown,
      id?: unknown,
    ) {
      this.#source = code;
      this.#filename = filename;
      this.#id =
        [id, parsingContextOrId].find((value): value is symbol => typeof value === 'symbol') ??
        Symbol(filename);
      hostDefinedOption?.set(this, this.#id);
      const { code: text, originalColumn } = rewritten(code, filename, isOwnCode(filename) ? 'script' : null);
      this.#code = text;
      checkSyntax(text, code, filename);
      realm.sources.add({
        filename,
        text: `${'\n'.repeat(Math.max(0, lineOffset ?? 0))}${code}`,
        originalColumn: (line, column) =>
          originalColumn(line, column) + (line === 1 ? (columnOffset ?? 0) : 0),
      });
      if (cachedData !== undefined) {
        this.cachedDataRejected = true;
      } else if (produceCachedData === true) {
        this.cachedDataProduced = true;
        this.cachedData = nodeBuffer(realm, noCode.slice());
      }
      this.sourceMapURL = sourceComments(code).sourceMapURL;
    }

    /** `timeout` in milliseconds; negative for none. */
    runInContext(contextified: object | null, timeout = -1, displayErrors = false): unknown {
      const timed = timeout > 0;
      try {
        if (!timed) return this.#run(contextified, false);
        return realm.runWithin(timeout, () => this.#run(contextified, true));
      } catch (error) {
        if (timed && error instanceof DeadlineExceeded) throw timedOut(timeout);
        if (displayErrors) decorate(error);
        throw error;
      }
    }

    #run(contextified: object | null, timed: boolean): unknown {
      const importer = createImporter(realm, this.#id, this.#filename);
      if (contextified !== null) {
        const kind: ProgramKind | null = timed ? 'timed-script' : isOwnCode(this.#filename) ? 'script' : null;
        const script = { source: this.#source, filename: this.#filename, kind, importer };
        return runInVmContext(realm, contextified, script);
      }
      if (timed) this.#timedCode ??= rewritten(this.#source, this.#filename, 'timed-script').code;
      const code = (timed ? this.#timedCode : undefined) ?? this.#code;
      // A script has no function around it that could hand these over.
      if (code.includes(importerName)) defineGlobal(importerName, importer);
      if (code.includes(awaitName)) defineGlobal(awaitName, realm.awaitRuntime);
      if (code.includes(guardName)) defineGlobal(guardName, realm.loopGuard);
      return realm.host.evaluate(code, this.#filename);
    }

    createCachedData(): unknown {
      return nodeBuffer(realm, noCode.slice());
    }
  }

  function rewritten(source: string, filename: string, kind: ProgramKind | null) {
    const edits = programEdits(source, parseScript, kind) ?? new Edits(source);
    if (replInput.test(filename)) declareGlobally(source, edits);
    if (source.startsWith('#!')) edits.replace(0, 2, '//');
    return edits.apply('', '');
  }

  const timedOut = (ms: number): Error =>
    nativeError(Error, 'ERR_SCRIPT_EXECUTION_TIMEOUT', `Script execution timed out after ${ms}ms`);

  function defineGlobal(name: string, value: unknown): void {
    Object.defineProperty(globalThis, name, { configurable: true, enumerable: false, value });
  }

  /** DecorateErrorStack: the line that threw goes into the stack. */
  function decorate(error: unknown): void {
    if (!(error instanceof Error) || decorated?.get(error) === true) return;
    const { stack } = error;
    const frame = realm.stackTraces.topFrame(error);
    const arrow = frame && arrowOfFrame(realm.sources, frame, () => [], true);
    if (arrow === undefined) return;
    error.stack = `${arrow}\n\n${stack ?? ''}`;
    decorated?.set(error, true);
  }

  /** A script must fail when it is compiled, not when it runs: V8 compiles a function of it without running it. */
  function checkSyntax(text: string, source: string, filename: string): void {
    try {
      // A block scopes `let` and functions as a script does; `await` and `return` stay errors that acorn words below.
      realm.host.evaluate(`(function () {\n${text}\n})`, `${filename}#check${scripts++}`);
      if (!/\b(?:return|new\.target)\b/.test(text)) return;
      parseScript(source);
    } catch (error) {
      const syntaxError =
        error instanceof SyntaxError && !('pos' in error)
          ? error
          : new SyntaxError('Illegal return statement');
      throw withArrow(realm, source, filename, syntaxError, parseScript);
    }
  }

  function warnOfModule(filename: string): void {
    const warning = realm.require('internal/process/warning') as { emitWarningSync(text: string): void };
    warning.emitWarningSync(
      `Failed to load the ES module: ${filename}. Make sure to set "type": "module" in the nearest package.json file or use the .mjs extension.`,
    );
  }

  return {
    ContextifyScript,
    compileFunctionForCJSLoader(
      content: string,
      filename: string,
      _isSeaMain: boolean,
      shouldDetectModule: boolean,
    ) {
      const comments = sourceComments(content);
      try {
        const compiled = compileFunction(realm, content, {
          filename,
          parameters: cjsParameters,
          id: defaultImportId,
        });
        return {
          __proto__: null,
          cachedDataRejected: false,
          ...comments,
          canParseAsESM: false,
          function: compiled,
        };
      } catch (error) {
        const canParseAsESM =
          error instanceof SyntaxError && realm.transforms.hasModuleSyntax(filename, content);
        if (canParseAsESM && !shouldDetectModule) warnOfModule(filename);
        if (!canParseAsESM || !shouldDetectModule) throw error;
        return {
          __proto__: null,
          cachedDataRejected: false,
          ...comments,
          canParseAsESM,
          function: undefined,
        };
      }
    },
    containsModuleSyntax: (code: string, filename?: string) =>
      filename === undefined ? containsModuleSyntax(code) : realm.transforms.hasModuleSyntax(filename, code),
    compileFunction(
      code: string,
      filename: string,
      _lineOffset: number,
      _columnOffset: number,
      _cachedData: unknown,
      _produceCachedData: boolean,
      parsingContext: object | undefined,
      contextExtensions: readonly object[] | undefined,
      parameters: readonly string[] | undefined,
      id: unknown,
    ) {
      const importId = typeof id === 'symbol' ? id : Symbol(filename);
      const compiled = compileFunction(realm, code, {
        ...{ filename, parameters: parameters ?? [], id: importId },
        ...{ context: parsingContext, extensions: contextExtensions },
      });
      hostDefinedOption?.set(compiled, importId);
      return { __proto__: null, function: compiled, ...sourceComments(code) };
    },
    makeContext(contextObject: object | symbol) {
      const contextified = typeof contextObject === 'symbol' ? newContextGlobal() : contextObject;
      contextSlot?.set(contextified, contextified);
      return contextified;
    },
    // A signal is a message here: it cannot arrive while a script runs, so that there is nothing to watch.
    startSigintWatchdog: () => true,
    stopSigintWatchdog: () => false,
    watchdogHasPendingSigint: () => false,
  };
}
