// Runs inside the pinned real binary (`node --expose-internals dump.cjs <file>`) and writes one JSON document: the
// text of Node's own lib, and everything about its internal bindings that can be read instead of written by hand.
'use strict';

process.removeAllListeners('warning');
process.noDeprecation = true;
/** Taken first: without the flag that lets this file in, nothing here changes them. */
const globalNames = Object.getOwnPropertyNames(globalThis);
const { internalBinding } = require('internal/test/binding');
const fs = require('node:fs');

const natives = {};
for (const [id, source] of Object.entries(process.binding('natives'))) {
  if (typeof source === 'string') natives[id] = source;
}

const bindingNames = new Set(
  [
    ...Object.values(natives)
      .join('\n')
      .matchAll(/internalBinding\('([a-z_0-9]+)'\)/g),
  ].map((match) => match[1]),
);

const maxDepth = 5;
const maxTypedArrayValues = 64;

/** Plain data as it is; what JSON cannot hold as `{$: kind, …}` (see DumpedMember in worker/node/meta.ts). */
function dump(value, depth) {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $: 'number', v: String(value) };
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'bigint' || typeof value === 'symbol') {
    return { $: typeof value, v: typeof value === 'bigint' ? String(value) : value.description };
  }
  if (typeof value === 'function') return dumpFunction(value, depth);
  if (ArrayBuffer.isView(value)) {
    const contents = value.length <= maxTypedArrayValues ? Array.from(value, String) : undefined;
    return { $: value.constructor.name, length: value.length, ...(contents && { v: contents }) };
  }
  if (value instanceof Map) {
    return { $: 'Map', v: [...value].map(([key, item]) => [dump(key, depth + 1), dump(item, depth + 1)]) };
  }
  if (Array.isArray(value)) return value.map((item) => dump(item, depth + 1));
  if (depth > maxDepth) return { $: 'object' };
  const result = {};
  for (const key of Object.getOwnPropertyNames(value)) {
    try {
      result[key] = dump(value[key], depth + 1);
    } catch {
      result[key] = { $: 'getter' };
    }
  }
  return result;
}

function dumpFunction(value, depth) {
  const result = { $: 'fn' };
  const methods = value.prototype
    ? Object.getOwnPropertyNames(value.prototype).filter((name) => name !== 'constructor')
    : [];
  if (methods.length > 0 || /^[A-Z]/.test(value.name)) result.proto = methods;
  const statics = Object.getOwnPropertyNames(value).filter(
    (name) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(name),
  );
  if (statics.length > 0) {
    result.statics = Object.fromEntries(statics.map((name) => [name, dump(value[name], depth + 1)]));
  }
  const parent = value.prototype && Object.getPrototypeOf(value.prototype);
  if (parent && parent !== Object.prototype && parent.constructor) result.parent = parent.constructor.name;
  return result;
}

/** Data of the builtins binding that is dumped on its own, or is no data at all. */
const skippedMembers = { builtins: new Set(['natives', 'config', 'builtinIds', 'compileFunction']) };
const bindings = {};
for (const name of [...bindingNames].sort()) {
  let binding;
  try {
    binding = internalBinding(name);
  } catch {
    continue; // Named in the lib, but not built into (or not given out by) this binary.
  }
  const members = {};
  for (const key of Object.getOwnPropertyNames(binding)) {
    if (skippedMembers[name]?.has(key)) continue;
    members[key] = dump(binding[key], 0);
  }
  bindings[name] = members;
}

const options = internalBinding('options');
const info = options.getCLIOptionsInfo();
fs.writeFileSync(
  process.argv[2],
  JSON.stringify({
    natives,
    meta: {
      version: process.version,
      versions: process.versions,
      release: process.release,
      errmap: [...internalBinding('uv').getErrorMap()],
      bindings,
      // The flag that lets this file in is not part of the defaults.
      cliOptions: { ...options.getCLIOptionsValues(), '--expose-internals': false },
      cliInfo: { options: [...info.options], aliases: [...info.aliases] },
      config: internalBinding('builtins').config,
      globals: globalNames,
      builtinIds: internalBinding('builtins').builtinIds,
    },
  }),
);
