// Places: what can be assigned to, as code that finds the element or field once and then reads and writes it.

import { apply, applyAll, ready, type Code, type Locals } from './code.ts';
import type { ExpressionCompiler } from './compile-expression.ts';
import { failAt } from './lexer.ts';
import type { Expression, Place } from './syntax.ts';
import { numberOf, type AwkArray, type Value } from './values.ts';

/** The subscript of an element, the number of a field; of no account for a variable. */
export type PlaceKey = string | number;

export interface PlaceCode {
  readonly key: Code<PlaceKey>;
  readonly read: (key: PlaceKey, locals: Locals) => Value;
  readonly write: (key: PlaceKey, value: Value, locals: Locals) => void;
}

const noKey = ready<PlaceKey>(() => 0);

export function compilePlace(compiler: ExpressionCompiler, place: Place): PlaceCode {
  const { machine } = compiler;
  switch (place.type) {
    case 'field':
      return {
        key: apply(compiler.value(place.index), numberOf),
        read: (index) => machine.record.get(Number(index)),
        write: (index, value) => machine.record.set(Number(index), value),
      };
    case 'element': {
      const array = compileArray(compiler, place.name, place.line);
      return {
        key: compileSubscript(compiler, place.subscripts),
        read: (key, locals) => {
          const { elements } = array(locals);
          const value = elements.get(String(key));
          // To refer to an element is to make it.
          if (value === undefined) elements.set(String(key), undefined);
          return value;
        },
        write: (key, value, locals) => {
          array(locals).elements.set(String(key), value);
        },
      };
    }
    case 'variable': {
      const { scope, slot, isArray } = compiler.resolve(place.name, place.line);
      if (isArray) failAt(place.line, `illegal reference to array ${place.name}`);
      return scope === 'local'
        ? {
            key: noKey,
            read: (_, locals) => locals[slot] as Value,
            write: (_, value, locals) => {
              locals[slot] = value;
            },
          }
        : {
            key: noKey,
            read: () => machine.get(slot),
            write: (_, value) => machine.set(slot, value),
          };
    }
  }
}

export function compileArray(
  compiler: ExpressionCompiler,
  name: string,
  line: number,
): (locals: Locals) => AwkArray {
  const { scope, slot, isArray } = compiler.resolve(name, line);
  if (!isArray) failAt(line, `type error: ${name} is no array`);
  return scope === 'local' ? (locals) => locals[slot] as AwkArray : () => compiler.machine.array(slot);
}

/** `a[i, j]`: joined by SUBSEP. */
export function compileSubscript(
  compiler: ExpressionCompiler,
  subscripts: readonly Expression[],
): Code<string> {
  const { machine } = compiler;
  const codes = subscripts.map((subscript) => compiler.value(subscript));
  const [only] = codes;
  if (only !== undefined && codes.length === 1) return apply(only, machine.textOf);
  return applyAll(codes, (values) => values.map(machine.textOf).join(machine.special('SUBSEP')));
}
