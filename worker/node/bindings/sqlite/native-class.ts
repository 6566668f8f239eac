// Classes as C++ makes them from templates: their methods are enumerable, their accessors lie on each instance, and a method called
// on anything else is an illegal invocation.

import { nativeError } from '../native-error.ts';

export type NativeClass = (new (...args: unknown[]) => object) & { readonly prototype: object };

/** What lies behind each instance of one class, as an internal field does in C++. */
export class InternalField<State extends object> {
  readonly #states = new WeakMap<object, State>();

  set(object: object, state: State): void {
    this.#states.set(object, state);
  }
  find(object: unknown): State | undefined {
    return typeof object === 'object' && object !== null ? this.#states.get(object) : undefined;
  }
  /** Of `this`; throws a TypeError where it is no instance. */
  of(object: unknown): State {
    const state = this.find(object);
    if (state === undefined) throw new TypeError('Illegal invocation');
    return state;
  }
}

export function defineMethods(
  prototype: object,
  methods: Readonly<Record<string | symbol, (this: unknown, ...args: unknown[]) => unknown>>,
): void {
  const constructor = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  // Behind the methods, where a template puts it.
  Reflect.deleteProperty(prototype, 'constructor');
  Object.assign(prototype, methods);
  if (constructor !== undefined) Object.defineProperty(prototype, 'constructor', constructor);
}

/** An accessor on the instance, which cannot be deleted. */
export function defineGetter(object: object, name: string, get: () => unknown): void {
  Object.defineProperty(object, name, { get, enumerable: true, configurable: false });
}

/** A class of which programs cannot make instances; `create` does. */
export function createHiddenClass(name: string): {
  readonly Class: NativeClass;
  readonly create: () => object;
} {
  const Class = {
    [name]: function () {
      throw nativeError(Error, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    },
  }[name] as unknown as NativeClass;
  return { Class, create: () => Object.create(Class.prototype) as object };
}
