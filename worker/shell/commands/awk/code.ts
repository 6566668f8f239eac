// What a program is compiled to: closures. One that may have to wait (it reads, runs a command, or loops, in which signals
// must come in) returns a promise; all others, which is nearly every expression, return at once.

import type { AwkArray, Value } from './values.ts';

/** The parameters of the running function; empty outside. */
export type Locals = (Value | AwkArray)[];

export type Code<T = Value> =
  | { readonly waits: false; run(locals: Locals): T }
  | { readonly waits: true; run(locals: Locals): Promise<T> };

export function ready<T>(run: (locals: Locals) => T): Code<T> {
  return { waits: false, run };
}

export function waiting<T>(run: (locals: Locals) => Promise<T>): Code<T> {
  return { waits: true, run };
}

export function apply<A, T>(code: Code<A>, use: (value: A, locals: Locals) => T): Code<T> {
  if (code.waits) return waiting(async (locals) => use(await code.run(locals), locals));
  return ready((locals) => use(code.run(locals), locals));
}

export function applyBoth<A, B, T>(
  first: Code<A>,
  second: Code<B>,
  use: (first: A, second: B, locals: Locals) => T,
): Code<T> {
  if (first.waits || second.waits)
    return waiting(async (locals) => use(await first.run(locals), await second.run(locals), locals));
  return ready((locals) => use(first.run(locals), second.run(locals), locals));
}

export function applyAll<A, T>(
  codes: readonly Code<A>[],
  use: (values: readonly A[], locals: Locals) => T,
): Code<T> {
  const prompt = codes.filter((code) => !code.waits);
  if (prompt.length === codes.length)
    return ready((locals) =>
      use(
        prompt.map((code) => code.run(locals)),
        locals,
      ),
    );
  return waiting(async (locals) => {
    const values: A[] = [];
    for (const code of codes) values.push(await code.run(locals));
    return use(values, locals);
  });
}

/** `test ? then : otherwise`, each run only where it is wanted. */
export function choose<T>(test: Code<boolean>, then: Code<T>, otherwise: Code<T>): Code<T> {
  if (test.waits || then.waits || otherwise.waits)
    return waiting(async (locals) => ((await test.run(locals)) ? then : otherwise).run(locals));
  return ready((locals) => (test.run(locals) ? then.run(locals) : otherwise.run(locals)));
}
