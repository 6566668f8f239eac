// What happens to an exception that no one caught (node::errors::TriggerUncaughtException and ReportFatalException in
// src/node_errors.cc): Node's own handler first, then the report on stderr and the exit.

import type { CoreRealm } from './core-realm.ts';
import { ExitSignal } from './exit-signal.ts';
import { arrowOfFrame } from './modules/error-arrow.ts';
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
      report(inner, false);
      realm.terminate(exitCodes.exceptionInFatalExceptionHandler);
      return;
    }
    if (handled || realm.exited) return;
    report(error, true);
    const fields = realm.privateSymbols['exit_info_private_symbol']?.get(realm.process) as Int32Array;
    const code = fields[exitInfo.hasExitCode] === 1 ? fields[exitInfo.exitCode] : undefined;
    realm.terminate(code ?? exitCodes.genericUserError);
  };

  function report(error: unknown, enhance: boolean): void {
    writeError(`${describe(error, enhance)}\n\nNode.js ${realm.meta.version}\n`);
  }

  function describe(error: unknown, enhance: boolean): string {
    if (!isObject(error)) {
      return `Uncaught:\n${String(error)}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)`;
    }
    const stack = stackOf(error, enhance);
    if (stack !== undefined) {
      const arrow = arrowOf(error);
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
  function arrowOf(error: object): string | undefined {
    if (realm.privateSymbols['decorated_private_symbol']?.get(error) === true) return undefined;
    const set = realm.privateSymbols['arrow_message_private_symbol']?.get(error);
    if (typeof set === 'string') return set;
    const frame = realm.stackTraces.topFrame(error);
    const arrow = frame && arrowOfFrame(realm.sources, frame);
    return arrow === undefined ? undefined : `${arrow}\n`;
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
