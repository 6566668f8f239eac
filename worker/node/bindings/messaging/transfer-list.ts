// What stands in the second argument of postMessage and structuredClone (ReadIterable in src/node_messaging.cc).

import { nativeError } from '../native-error.ts';

const wrongType = (text: string): Error => nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', text);

/** The second argument of postMessage: something iterable, or options with that. */
export function transferList(transfer: unknown): readonly unknown[] {
  if (transfer === undefined || transfer === null) return [];
  if (typeof transfer !== 'object') throw wrongType('Optional transferList argument must be an iterable');
  const list = listOf(transfer);
  if (list !== undefined) return list;
  const option = (transfer as { transfer?: unknown }).transfer;
  const given = option === undefined ? [] : listOf(option);
  if (given === undefined) throw wrongType('Optional options.transfer argument must be an iterable');
  return given;
}

/** The second argument of structuredClone. */
export function cloneOptions(options: unknown): readonly unknown[] {
  const failed = (what: string): Error => wrongType(`Failed to execute 'structuredClone': ${what}`);
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object' && typeof options !== 'function')
    throw failed('Options cannot be converted to a dictionary');
  const { transfer } = options as { transfer?: unknown };
  const list = transfer === undefined ? [] : listOf(transfer);
  if (list === undefined) throw failed('transfer in Options cannot be converted to sequence.');
  const wrong = list.findIndex((item) => !isObject(item));
  if (wrong >= 0) throw failed(`transfer in Options[${wrong}] is not an object.`);
  return list;
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** `undefined` for what is not iterable. */
function listOf(value: unknown): unknown[] | undefined {
  if (!isObject(value)) return undefined;
  const begin = (value as Partial<Iterable<unknown>>)[Symbol.iterator];
  if (typeof begin !== 'function') return undefined;
  const iterator: unknown = Reflect.apply(begin, value, []);
  if (!isObject(iterator) || typeof (iterator as Partial<Iterator<unknown>>).next !== 'function')
    return undefined;
  return Array.from({ [Symbol.iterator]: () => iterator as Iterator<unknown> });
}
