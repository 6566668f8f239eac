// The shape of message schemas as text, for the test that guards PROTOCOL_VERSION: what a schema accepts, without the words
// of its messages. For tests only.

import type { CallTable } from './rpc.ts';

type Plain = Record<string, unknown>;

/** Members of valibot's schemas and checks that say what is accepted. */
const members = [
  'key',
  'literal',
  'requirement',
  'options',
  'entries',
  'items',
  'item',
  'wrapped',
  'value',
  'pipe',
];

/** `seen` breaks the recursion of schemas that contain themselves: the second time a schema is its number. */
export function shapeOf(schema: unknown, seen: unknown[] = []): unknown {
  if (Array.isArray(schema)) return schema.map((each) => shapeOf(each, seen));
  if (schema instanceof RegExp) return String(schema);
  if (typeof schema === 'function') return schema.name;
  if (typeof schema !== 'object' || schema === null) return schema;
  const index = seen.indexOf(schema);
  if (index >= 0) return `#${index}`;
  seen.push(schema);
  const { kind, type, class: instance, getter } = schema as Plain;
  // A record of entries, not a schema itself.
  if (kind === undefined)
    return Object.fromEntries(Object.entries(schema).map(([name, each]) => [name, shapeOf(each, seen)]));
  const shape: Plain = { type };
  if (typeof instance === 'function') shape['class'] = instance.name;
  if (typeof getter === 'function') shape['lazy'] = shapeOf((getter as () => unknown)(), seen);
  // The first of a pipe is the schema itself.
  for (const member of members) {
    const value = (schema as Plain)[member];
    if (value === undefined || typeof value === 'function') continue;
    shape[member] = shapeOf(member === 'pipe' ? (value as unknown[]).slice(1) : value, seen);
  }
  return shape;
}

export function shapeOfCalls(table: CallTable): unknown {
  return Object.fromEntries(Object.entries(table).map(([name, call]) => [name, shapeOf(call)]));
}
