// How an operation of `internalBinding('fs')` ends: thrown at once, through an FSReqCallback, or through a promise.
// One per realm and binding; it also turns paths and errors of the filesystem into what the caller wrote.

import { isSystemError } from '../../protocol/errno.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import type { NodeBufferClass } from '../node-buffer.ts';
import type { AsyncWrapInstance, Realm } from '../realm.ts';
import { V8Error } from '../v8-error.ts';

/** A path as Node's lib hands it over: validated, but neither absolute nor decoded. */
export type PathArgument = string | Uint8Array;

/** Last argument of most members: absent for a synchronous call, kUsePromises, or an FSReqCallback. */
export type Request = undefined | symbol | AsyncWrapInstance;

/** What an error says beside its code. */
export interface Operation {
  readonly syscall: string;
  readonly path?: PathArgument | undefined;
  readonly dest?: PathArgument | undefined;
}

export interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- only handed on to captureStackTrace
type Caller = Function;

export class FsCalls {
  readonly #realm: Realm;
  readonly usePromises: symbol;
  #buffer: NodeBufferClass | undefined;

  constructor(realm: Realm) {
    this.#realm = realm;
    const symbol = realm.symbols['fs_use_promises_symbol'];
    if (symbol === undefined) throw new Error('the realm has no fs_use_promises_symbol');
    this.usePromises = symbol;
  }

  get fs(): FileSystem {
    return this.#realm.context.fs;
  }

  /** Node's Buffer; resolved late because the lib itself loads this binding first. */
  get Buffer(): NodeBufferClass {
    return (this.#buffer ??= (this.#realm.require('buffer') as { Buffer: NodeBufferClass }).Buffer);
  }

  /** Absolute, but with `.` and `..` and links unresolved: the filesystem walks them as POSIX says. */
  resolve(path: PathArgument): string {
    const text = this.spelling(path);
    if (text.startsWith('/')) return text;
    const { cwd } = this.#realm;
    // An empty path is ENOENT for every call, not the cwd.
    if (text === '') return '';
    return cwd === '/' ? `/${text}` : `${cwd}/${text}`;
  }

  spelling(path: PathArgument): string {
    return typeof path === 'string' ? path : this.#realm.utf8.decode(path);
  }

  /** A name in the encoding that the caller asked for. */
  encode(text: string, encoding: unknown): string | Uint8Array {
    if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8')
      return text;
    const bytes = this.Buffer.from(text);
    return encoding === 'buffer' ? bytes : bytes.toString(encoding as string);
  }

  /** Runs `work` now and throws Node's error with the stack of `caller`'s caller; or later, completing `request`. */
  run<T>(caller: Caller, request: Request, operation: Operation, work: () => T): T | Promise<T> | undefined {
    if (request === undefined) return this.runSync(caller, operation, work);
    const { returned, settle } = this.begin<T>(request, operation);
    // The work runs beside the loop, as in libuv's thread pool: in order, and not before the caller is done.
    this.#realm.host.macrotask(() => {
      let value: T;
      try {
        value = work();
      } catch (error) {
        settle.reject(error);
        return;
      }
      settle.resolve(value);
    });
    return returned;
  }

  runSync<T>(caller: Caller, operation: Operation, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const translated = this.translate(error, operation);
      if (translated instanceof Error) V8Error.captureStackTrace(translated, caller);
      throw translated;
    }
  }

  /** An operation whose end is known later. The process lives until it is settled. */
  begin<T>(
    request: Exclude<Request, undefined>,
    operation: Operation,
  ): { returned: Promise<T> | undefined; settle: Settle<T> } {
    const { loop } = this.#realm;
    const end = loop.beginRequest();
    if (typeof request === 'symbol') {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const settleWith = (settle: () => void): void =>
        loop.post(() => {
          end();
          settle();
        });
      return {
        returned: promise,
        settle: {
          resolve: (value) => settleWith(() => resolve(value)),
          reject: (error) => settleWith(() => reject(this.#asynchronous(error, operation))),
        },
      };
    }
    const complete = (args: readonly unknown[]): void =>
      loop.post(() => {
        end();
        loop.complete(request, args);
      });
    return {
      returned: undefined,
      settle: {
        // Node's FSReqCallback passes a result only where there is one.
        resolve: (value) => complete(value === undefined ? [null] : [null, value]),
        reject: (error) => complete([this.#asynchronous(error, operation)]),
      },
    };
  }

  /** The error that Node reports for a failure of the filesystem; any other is a bug and stays as it is. */
  translate(error: unknown, { syscall, path, dest }: Operation): unknown {
    if (!isSystemError(error)) return error;
    return this.#realm.uvException(
      error.code,
      syscall,
      path === undefined ? undefined : this.spelling(path),
      dest === undefined ? undefined : this.spelling(dest),
    );
  }

  /** An error that is made outside of any JavaScript call has no stack frames in Node. */
  #asynchronous(error: unknown, operation: Operation): unknown {
    const limit = V8Error.stackTraceLimit;
    V8Error.stackTraceLimit = 0;
    try {
      return this.translate(error, operation);
    } finally {
      V8Error.stackTraceLimit = limit;
    }
  }
}
