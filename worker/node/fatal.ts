// What happens to an exception that no one caught (node::errors::TriggerUncaughtException and ReportFatalException in
// src/node_errors.cc): Node's own handler first, then the report on stderr and the exit.

import type { CoreRealm } from './core-realm.ts';
import { ExitSignal } from './exit-signal.ts';
import { arrowOfFrame } from './modules/error-arrow.ts';
import type { FrameLocation } from './modules/stack-trace.ts';
import { exitInfo } from './process-object.ts';

/** ExitCode in src/node_exit_code.h. */
const exitCodes = { genericUserError: 1, exceptionInFatalExceptionHandler: 7 } as const;

type Enhancer = (error: unknown) => unknown;

export interface FatalOptions {
  readonly realm: CoreRealm;
  readonly enhancers: () => { readonly before: Enhancer; readonly after: Enhancer } | undefined;
  writeError(text: string): void;
}

export function createFatal({ realm, enhancers, writeError }: FatalOptions) {
  return function fatal(error: unknown, fromPromise: boolean): void {
    if (error instanceof ExitSignal || realm.exited) return;
    let handled: boolean;
    try {
      handled = realm.process._fatalException(error, fromPromise);
    } catch (inner) {
      if (inner instanceof ExitSignal || realm.exited) return;
      report(inner, false, true);
      realm.terminate(exitCodes.exceptionInFatalExceptionHandler);
      return;
    }
    if (handled || realm.exited) return;
    report(error, true, !fromPromise);
    const fields = realm.privateSymbols['exit_info_private_symbol']?.get(realm.process) as Int32Array;
    const code = fields[exitInfo.hasExitCode] === 1 ? fields[exitInfo.exitCode] : undefined;
    realm.terminate(code ?? exitCodes.genericUserError);
  };

  function report(error: unknown, enhance: boolean, thrown: boolean): void {
    writeError(`${describe(error, enhance, thrown)}\n\nNode.js ${realm.meta.version}\n`);
  }

  function describe(error: unknown, enhance: boolean, thrown: boolean): string {
    if (!isObject(error)) {
      return `Uncaught:\n${String(error)}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)`;
    }
    const stack = stackOf(error, enhance);
    if (stack !== undefined) {
      const arrow = arrowOf(error, thrown);
      return arrow === undefined ? stack : `${arrow}\n${stack}`;
    }
    return `Uncaught:\n${inspect(error)}`;
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
  function arrowOf(error: object, thrown: boolean): string | undefined {
    if (realm.privateSymbols['decorated_private_symbol']?.get(error) === true) return undefined;
    const set = realm.privateSymbols['arrow_message_private_symbol']?.get(error);
    if (typeof set === 'string') return set;
    const frame = placeOfEmit(error) ?? realm.stackTraces.topFrame(error);
    const arrow = frame && arrowOfFrame(realm.sources, frame, linesOfLib, thrown);
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
