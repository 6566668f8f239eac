// Arguments and options as Node's C++ reads them, with its messages.

import { nativeError } from '../native-error.ts';
import { invalidArgument } from './errors.ts';

/** What V8 calls an object: functions too. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

export function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value && !Object.is(value, -0);
}

export type OptionBag = Readonly<Record<string, unknown>>;

export function requireOptions(value: unknown): OptionBag {
  if (!isObject(value)) throw invalidArgument('The "options" argument must be an object.');
  return value as OptionBag;
}

export function requireString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidArgument(`The "${name}" argument must be a string.`);
  return value;
}

export function requireBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw invalidArgument(`The "${name}" argument must be a boolean.`);
  return value;
}

export function booleanOption(options: OptionBag, name: string, otherwise: boolean): boolean {
  const value = options[name];
  return value === undefined ? otherwise : requireBoolean(value, `options.${name}`);
}

export function stringOption(options: OptionBag, name: string, otherwise: string): string {
  const value = options[name];
  return value === undefined ? otherwise : requireString(value, `options.${name}`);
}

type AnyFunction = (...args: unknown[]) => unknown;

export function requireFunction(value: unknown, name: string): AnyFunction {
  if (typeof value !== 'function') throw invalidArgument(`The "${name}" argument must be a function.`);
  return value as AnyFunction;
}

export function functionOption(options: OptionBag, name: string): AnyFunction | undefined {
  const value = options[name];
  return value === undefined ? undefined : requireFunction(value, `options.${name}`);
}

/** A path, file: URL or bytes of a path, as a filename or URI for SQLite. */
export function databaseLocation(
  value: unknown,
  name: string,
  decode: (bytes: Uint8Array) => string,
): string {
  if (typeof value === 'string') {
    if (!value.includes('\0')) return value;
  } else if (value instanceof Uint8Array) {
    if (!value.includes(0)) return decode(value);
  } else if (isObject(value)) {
    const { href } = value as { readonly href?: unknown };
    if (typeof href === 'string' && !href.includes('\0')) {
      if (href.startsWith('file:')) return href;
      throw nativeError(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file:');
    }
  }
  throw invalidArgument(`The "${name}" argument must be a string, Uint8Array, or URL without null bytes.`);
}
