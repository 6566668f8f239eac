// What happens to an exception that no one caught (node::errors::TriggerUncaughtException and ReportFatalException in
// src/node_errors.cc): Node's own handler first, then the report on stderr and the exit.

import type { CoreRealm, SourceMapArrow } from './core-realm.ts';
import { ProcessEnded } from '../os/process-ended.ts';
import { arrowOfFrame, arrowOfPlace, isShownAtOrigin } from './modules/error-arrow.ts';
import type { FrameLocation } from './modules/stack-trace.ts';
import type { ThrowPlace } from './realm.ts';
import { exitInfo } from './process-object.ts';

/** ExitCode in src/node_exit_code.h. */
const exitCodes = { genericUserError: 1, exceptionInFatalExceptionHandler: 7 } as const;

type Enhancer = (error: unknown) => unknown;

interface Circumstances {
  /** Node's lib may add to the stack. */
  readonly enhance: boolean;
  /** By a `throw`, not as the reason of a rejected promise. */
  readonly thrown: boolean;
  /** Where the `throw` is, if the browser told. */
  readonly place?: FrameLocation | undefined;
}

export interface FatalOptions {
  readonly realm: CoreRealm;
  readonly enhancers: () => { readonly before: Enhancer; readonly after: Enhancer } | undefined;
  /** Under --enable-source-maps. */
  readonly sourceMapArrow: () => SourceMapArrow | undefined;
  readonly writeError: (text: string) => void;
}

export function createFatal({ realm, enhancers, sourceMapArrow, writeError }: FatalOptions) {
  return function fatal(error: unknown, fromPromise: boolean, place?: ThrowPlace): void {
    if (error instanceof ProcessEnded || realm.exited) return;
    let handled: boolean;
    try {
      handled = realm.process._fatalException(error, fromPromise);
    } catch (inner) {
      if (inner instanceof ProcessEnded || realm.exited) return;
      report(inner, { enhance: false, thrown: true });
      realm.terminate(exitCodes.exceptionInFatalExceptionHandler);
      return;
    }
    if (handled || realm.exited) return;
    report(error, { enhance: true, thrown: !fromPromise, place: place && realm.stackTraces.locate(place) });
    const fields = realm.privateSymbols['exit_info_private_symbol']?.get(realm.process) as Int32Array;
    const code = fields[exitInfo.hasExitCode] === 1 ? fields[exitInfo.exitCode] : undefined;
    realm.terminate(code ?? exitCodes.genericUserError);
  };

  function report(error: unknown, circumstances: Circumstances): void {
    writeError(`${describe(error, circumstances)}\n\nNode.js ${realm.meta.version}\n`);
  }

  function describe(error: unknown, circumstances: Circumstances): string {
    const stack = isObject(error) ? stackOf(error, circumstances.enhance) : undefined;
    if (isObject(error) && stack !== undefined) {
      const arrow = arrowOf(error, circumstances);
      return arrow === undefined ? stack : `${arrow}\n${stack}`;
    }
    // What was thrown is no error: it knows no place itself.
    const arrow = circumstances.place && arrowOfPlace(realm.sources, circumstances.place, linesOfLib);
    const head = arrow === undefined ? 'Uncaught:' : `\n${arrow}`;
    if (isObject(error)) return `${head}\n${inspect(error)}`;
    const hint = '(Use `node --trace-uncaught ...` to show where the exception was thrown)';
    return `${head}\n${String(error)}\n${hint}`;
  }

  function stackOf(error: object, enhance: boolean): string | undefined {
    const read = (): string | undefined => {
      const { stack } = error as { stack?: unknown };
      return typeof stack === 'string' && stack !== '' ? stack : undefined;
    };
    try {
      const plain = read();
      if (plain === undefined || !enhance) return plain;
      const functions = enhancers();
      functions?.before(error);
      const enhanced = functions?.after(error);
      return typeof enhanced === 'string' ? enhanced : read();
    } catch {
      return undefined;
    }
  }

  /** Set by the module loader for errors of syntax; else the frame that made the error. */
  function arrowOf(error: object, circumstances: Circumstances): string | undefined {
    if (realm.privateSymbols['decorated_private_symbol']?.get(error) === true) return undefined;
    const set = realm.privateSymbols['arrow_message_private_symbol']?.get(error);
    if (typeof set === 'string') return set;
    const { thrown, place } = isShownAtOrigin(error) ? { thrown: false, place: undefined } : circumstances;
    const frame = placeOfEmit(error) ?? realm.stackTraces.topFrame(error);
    const at = place ?? frame;
    const mapped = at && sourceMapArrow()?.(at.filename, at.line, at.column - 1);
    if (mapped !== undefined) return mapped;
    const arrow =
      place === undefined
        ? frame && arrowOfFrame(realm.sources, frame, linesOfLib, thrown)
        : arrowOfPlace(realm.sources, place, linesOfLib);
    return arrow === undefined ? undefined : `${arrow}\n`;
  }

  /** A module of Node's lib as it is shipped: without comments, but line by line; the first line is the function's head. */
  function linesOfLib(id: string): readonly string[] {
    return Function.prototype.toString.call(realm.compileBuiltin(id)).split('\n').slice(1);
  }

  /** An 'error' event without a listener is thrown by `emit`, wherever the error was made; Node marks such errors. */
  function placeOfEmit(error: object): FrameLocation | undefined {
    const { kEnhanceStackBeforeInspector } = realm.require('internal/errors') as Record<string, symbol>;
    const marked =
      kEnhanceStackBeforeInspector !== undefined && Object.hasOwn(error, kEnhanceStackBeforeInspector);
    // What was emitted was no error: Node made this one of it.
    if (!marked && (error as { code?: unknown }).code !== 'ERR_UNHANDLED_ERROR') return undefined;
    const index = linesOfLib('events').findIndex((text) => text.includes("throw er; // Unhandled 'error'"));
    return index < 0 ? undefined : { filename: 'node:events', line: index + 1, column: 5 };
  }

  function inspect(value: unknown): string {
    try {
      const util = realm.require('internal/util/inspect') as { inspect(value: unknown): string };
      return util.inspect(value);
    } catch {
      return Object.prototype.toString.call(value);
    }
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
