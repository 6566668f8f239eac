// V8's hook for formatting stacks (`Error.prepareStackTrace`), with the realm in front of it: frames of evaluated sources get
// the author's columns, frames of Node's lib get `node:` names, and the realm's own frames (which are native code in Node)
// are left out. Then Node's own formatter, or the one that the program has set, sees the frames. One a realm.

import { decodeSourceUrl } from '../host.ts';
import type { ThrowPlace } from '../realm.ts';
import type { EvaluatedSource, SourceRegistry } from './source-registry.ts';

export interface CallSite {
  getThis(): unknown;
  getTypeName(): string | null;
  getFunction(): unknown;
  getFunctionName(): string | null;
  getMethodName(): string | null;
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getEvalOrigin(): string | undefined;
  isToplevel(): boolean;
  isEval(): boolean;
  isNative(): boolean;
  isConstructor(): boolean;
  isAsync(): boolean;
  isPromiseAll(): boolean;
  getPromiseIndex(): number | null;
  getScriptNameOrSourceURL(): string | null | undefined;
  getScriptHash(): string;
  getEnclosingLineNumber(): number | null;
  getEnclosingColumnNumber(): number | null;
  getPosition(): number;
  toString(): string;
}

type Formatter = (error: unknown, frames: CallSite[]) => unknown;

export interface FrameLocation {
  readonly filename: string;
  readonly line: number;
  readonly column: number;
}

/** `[first line, module id]` of each module of a chunk of Node's lib, ascending. */
export type ChunkLines = readonly (readonly [number, string])[];

interface Relocated {
  readonly filename: string;
  readonly line: number;
  readonly column: number;
  readonly topLevel: boolean;
  /** How V8 names what has no name of its own: `eval` in evaluated code, by where it is assigned in a script. */
  readonly unnamed: RegExp;
}

/** Functions without a name in evaluated files; V8 calls them so. */
const unnamedInSource = /^eval$/;
/** Node's lib comes out of a snapshot, in which names by assignment (`Module.prototype._compile = function`) are lost. */
const unnamedInLib = /\./;

const methodNames = [
  'getThis',
  'getTypeName',
  'getFunction',
  'getMethodName',
  'getEvalOrigin',
  'isToplevel',
  'isNative',
  'isConstructor',
  'isAsync',
  'isPromiseAll',
  'getPromiseIndex',
  'getScriptHash',
  'getEnclosingLineNumber',
  'getEnclosingColumnNumber',
  'getPosition',
] as const;

/** A frame moved to where its author wrote it. */
class RelocatedCallSite {
  readonly #site: CallSite;
  readonly #to: Relocated;
  constructor(site: CallSite, to: Relocated) {
    this.#site = site;
    this.#to = to;
  }
  static {
    for (const name of methodNames) {
      Object.defineProperty(RelocatedCallSite.prototype, name, {
        configurable: true,
        writable: true,
        value(this: RelocatedCallSite) {
          return this.#site[name]();
        },
      });
    }
  }
  getFileName(): string {
    return this.#to.filename;
  }
  getScriptNameOrSourceURL(): string {
    return this.#to.filename;
  }
  getLineNumber(): number {
    return this.#to.line;
  }
  getColumnNumber(): number {
    return this.#to.column;
  }
  getFunctionName(): string | null {
    const name = this.#site.getFunctionName();
    return name !== null && this.#to.unnamed.test(name) ? null : name;
  }
  /** Evaluated by the realm, but as a file. */
  isEval(): boolean {
    return false;
  }
  toString(): string {
    const { filename, line, column, topLevel } = this.#to;
    const location = `${filename}:${line}:${column}`;
    const text = this.#site.toString();
    if (topLevel) return text.startsWith('async ') ? `async ${location}` : location;
    if (this.#site.getFunctionName() !== this.getFunctionName()) return this.#describeUnnamed(location);
    const open = text.lastIndexOf(' (');
    if (open < 0 || !text.endsWith(')')) return text.startsWith('async ') ? `async ${location}` : location;
    return `${text.slice(0, open)} (${location})`;
  }
  /** As V8 shows a function without a name. */
  #describeUnnamed(location: string): string {
    const site = this.#site;
    const prefix = site.isAsync() ? 'async ' : '';
    if (site.isConstructor()) return `${prefix}new <anonymous> (${location})`;
    const type = site.getTypeName();
    const method = site.getMethodName();
    if (site.isToplevel() || type === null) {
      return method === null ? `${prefix}${location}` : `${prefix}${method} (${location})`;
    }
    return `${prefix}${type}.${method ?? '<anonymous>'} (${location})`;
  }
}

export interface StackTraces {
  /** Called by Node's bootstrap with its default formatter; puts the hook in place. */
  install(nodeDefault: Formatter): void;
  /** Node's table of errors whose frames a caller of its lib formats itself. */
  setOverrides(overrides: WeakMap<object, Formatter>): void;
  addChunk(url: string, lines: ChunkLines): void;
  /** The topmost frame of an error whose stack was formatted. */
  topFrame(error: object): FrameLocation | undefined;
  /** Where its author wrote what the engine calls `place`; undefined for the realm's own code. */
  locate(place: ThrowPlace): FrameLocation | undefined;
  /** The frames of the caller, as `Error.captureStackTrace` sees them. */
  capture(limit: number): CallSite[];
}

export function createStackTraces(sources: SourceRegistry): StackTraces {
  const chunks = new Map<string, ChunkLines>();
  const topFrames = new WeakMap<object, FrameLocation>();
  const errorConstructor = Error as ErrorConstructor & {
    prepareStackTrace?: unknown;
    stackTraceLimit: number;
    captureStackTrace(target: object, skip?: unknown): void;
  };
  let overrides: WeakMap<object, Formatter> | undefined;
  let nodeDefault: Formatter = (error, frames) => `${String(error)}\n    at ${frames.join('\n    at ')}`;
  let custom: Formatter | undefined;
  const ownScripts = ownScriptsPrefix(errorConstructor);

  function moduleOf(lines: ChunkLines, line: number): readonly [number, string] | undefined {
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle]?.[0] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return lines[low];
  }

  function relocate(site: CallSite, url: string): Relocated | 'own' | undefined {
    const line = site.getLineNumber() ?? 1;
    const column = site.getColumnNumber() ?? 1;
    const filename = decodeSourceUrl(url);
    const source: EvaluatedSource | undefined = sources.find(filename);
    if (source !== undefined) {
      const topLevel = source.topLevelName !== undefined && site.getFunctionName() === source.topLevelName;
      const originalColumn = source.originalColumn(line, column);
      return { filename, line, column: originalColumn, topLevel, unnamed: unnamedInSource };
    }
    const chunk = chunks.get(url);
    if (chunk !== undefined) {
      const [firstLine, id] = moduleOf(chunk, line) ?? [1, 'internal'];
      const unnamed = unnamedInLib;
      return { filename: `node:${id}`, line: line - firstLine + 1, column, topLevel: false, unnamed };
    }
    return url.startsWith(ownScripts) ? 'own' : undefined;
  }

  function adjust(frames: readonly CallSite[]): CallSite[] {
    const result: CallSite[] = [];
    let belowGenerator = false;
    for (const frame of frames) {
      // A formatter that calls the one before it hands on frames that it got from here, and may add its own.
      if (frame instanceof RelocatedCallSite || !isWhole(frame)) {
        result.push(frame);
        continue;
      }
      const url = frame.getScriptNameOrSourceURL();
      const native = url === null || url === undefined || url === '';
      // A module's body and the loop's phases are generators: their `next` is not a frame in Node.
      if (native && belowGenerator && frame.getFunctionName() === 'next') continue;
      belowGenerator = false;
      if (native) {
        result.push(frame);
        continue;
      }
      const to = relocate(frame, url);
      if (to === 'own') continue;
      if (to === undefined) {
        result.push(frame);
        continue;
      }
      belowGenerator = to.topLevel || to.filename === 'node:internal/timers';
      result.push(new RelocatedCallSite(frame, to) as unknown as CallSite);
    }
    return result;
  }

  function locationOf(frame: CallSite): FrameLocation | undefined {
    const filename = frame.getScriptNameOrSourceURL();
    const line = frame.getLineNumber();
    if (filename === null || filename === undefined || line === null) return undefined;
    return { filename, line, column: frame.getColumnNumber() ?? 1 };
  }

  /** With one formatter each: a program's own often calls the one that it found. */
  function format(formatter: Formatter, error: unknown, frames: readonly CallSite[]): unknown {
    const adjusted = adjust(frames);
    if (typeof error === 'object' && error !== null) {
      const top = adjusted
        .filter(isWhole)
        .map(locationOf)
        .find((location) => location !== undefined);
      if (top !== undefined) topFrames.set(error, top);
      const override = overrides?.get(error);
      if (override !== undefined) {
        overrides?.delete(error);
        return override(error, adjusted);
      }
    }
    return formatter(error, adjusted);
  }

  function prepareStackTrace(error: unknown, frames: readonly CallSite[]): unknown {
    return format(nodeDefault, error, frames);
  }

  return {
    install(formatter) {
      nodeDefault = formatter;
      Object.defineProperty(errorConstructor, 'prepareStackTrace', {
        configurable: true,
        enumerable: false,
        get: () => (custom === undefined ? prepareStackTrace : wrapped(custom)),
        set(value: unknown) {
          custom =
            typeof value === 'function' && value !== prepareStackTrace
              ? unwrap(value as Formatter)
              : undefined;
        },
      });
    },
    setOverrides: (value) => void (overrides = value),
    addChunk: (url, lines) => void chunks.set(url, lines),
    topFrame: (error) => topFrames.get(error),
    locate({ url, line, column }) {
      const filename = decodeSourceUrl(url);
      const source = sources.find(filename);
      if (source !== undefined) return { filename, line, column: source.originalColumn(line, column) };
      const [firstLine, id] = moduleOf(chunks.get(url) ?? [], line) ?? [];
      return firstLine === undefined
        ? undefined
        : { filename: `node:${id}`, line: line - firstLine + 1, column };
    },
    capture(limit) {
      const { stackTraceLimit } = errorConstructor;
      const before = custom;
      const holder: { stack?: CallSite[] } = {};
      custom = (_error, frames) => frames;
      errorConstructor.stackTraceLimit = limit + 10;
      try {
        errorConstructor.captureStackTrace(holder);
        // While V8 formats another stack it does not ask the hook, and gives text.
        return Array.isArray(holder.stack) ? holder.stack.slice(0, limit) : [];
      } finally {
        errorConstructor.stackTraceLimit = stackTraceLimit;
        custom = before;
      }
    },
  };

  /** What V8 finds must adjust the frames; what the program reads back and sets again must still be its own function. */
  function wrapped(formatter: Formatter): Formatter {
    let wrapper = wrappers.get(formatter);
    if (wrapper === undefined) {
      wrapper = (error, frames) => format(formatter, error, frames);
      wrappers.set(formatter, wrapper);
      originals.set(wrapper, formatter);
    }
    return wrapper;
  }
  function unwrap(formatter: Formatter): Formatter {
    return originals.get(formatter) ?? formatter;
  }
}

/** V8's frames are; those that a program makes up have what their formatter asks for. */
function isWhole(frame: Partial<CallSite>): boolean {
  return typeof frame.getScriptNameOrSourceURL === 'function';
}

const wrappers = new WeakMap<Formatter, Formatter>();
const originals = new WeakMap<Formatter, Formatter>();

/** What the URLs of the realm's own scripts begin with: the origin that serves them, or their folder on a disk. */
function ownScriptsPrefix(errorConstructor: { prepareStackTrace?: unknown }): string {
  const before = errorConstructor.prepareStackTrace;
  errorConstructor.prepareStackTrace = (_error: unknown, frames: CallSite[]) =>
    frames[0]?.getScriptNameOrSourceURL();
  const url = String(new Error().stack);
  errorConstructor.prepareStackTrace = before;
  return /^(?:blob:)?\w+:\/\/[^/]+\//.exec(url)?.[0] ?? url.slice(0, url.lastIndexOf('/') + 1);
}
