// internalBinding('errors'): stack formatting and fatal exceptions (src/node_errors.cc).

import type { CoreRealm, SourceMapArrow } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

type Enhancer = (error: unknown) => unknown;
type Formatter = (error: unknown, frames: unknown[]) => unknown;

export function createErrorsBinding(realm: CoreRealm): Binding {
  return {
    /** V8 would call it; the realm's own hook does the same (modules/stack-trace.ts). */
    setPrepareStackTraceCallback() {},
    /** Added by tools/node-lib/patches.mjs. */
    installPrepareStackTrace(nodeDefault: Formatter) {
      realm.stackTraces.install(nodeDefault);
      const errors = realm.require('internal/errors') as { overrideStackTrace: WeakMap<object, Formatter> };
      realm.stackTraces.setOverrides(errors.overrideStackTrace);
    },
    setGetSourceMapErrorSource: (source: SourceMapArrow) => realm.setSourceMapArrow({ source }),
    setSourceMapsEnabled: (enabled: boolean) => realm.setSourceMapArrow({ enabled }),
    setMaybeCacheGeneratedSourceMap() {},
    setEnhanceStackForFatalException: (before: Enhancer, after: Enhancer) =>
      realm.setStackEnhancers(before, after),
    noSideEffectsToString,
    triggerUncaughtException: (error: unknown, fromPromise: boolean) => realm.fatal(error, fromPromise),
    getErrorSourcePositions(error: object) {
      void (error as { stack?: unknown }).stack;
      const frame = realm.stackTraces.topFrame(error);
      // Code that the program evaluates itself has no source that could be asked for.
      if (frame === undefined)
        return { sourceLine: '', scriptResourceName: '', lineNumber: 0, startColumn: 0 };
      const source = realm.sources.find(frame.filename);
      return {
        sourceLine: source?.text.split('\n')[frame.line - 1] ?? '',
        scriptResourceName: frame.filename,
        lineNumber: frame.line,
        startColumn: frame.column - 1,
      };
    },
  };
}

/** v8::Value::ToDetailString: never runs the program's code. */
function noSideEffectsToString(value: unknown): string {
  if (typeof value === 'symbol') return `Symbol(${value.description ?? ''})`;
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
  if (typeof value === 'function') return Function.prototype.toString.call(value);
  if (value instanceof Error) {
    const own = Object.getOwnPropertyDescriptor(value, 'message')?.value as unknown;
    return typeof own === 'string' && own !== '' ? `${value.name}: ${own}` : value.name;
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  const constructor =
    prototype && (Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown);
  const name = typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'Object';
  return `#<${name}>`;
}
