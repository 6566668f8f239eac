// Completes a binding from what was dumped from the real binary: data members as they are there, and for each function or
// class that the realm does not implement one that throws, naming itself. Nothing is ever silently missing.

import type { DumpedMember } from '../meta.ts';
import type { Binding, Realm } from '../realm.ts';

const typedArrays = {
  Uint8Array,
  Int32Array,
  Uint32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;

export function fillFromMeta(
  realm: Pick<Realm, 'unavailable'>,
  name: string,
  binding: Binding,
  dumped: Readonly<Record<string, DumpedMember>>,
): Binding {
  for (const [member, value] of Object.entries(dumped)) {
    if (member in binding) continue;
    binding[member] = revive(realm, `${name}.${member}`, value);
  }
  return binding;
}

/** A dumped member as a value again. Objects have no prototype, as those made by Node's C++. */
export function revive(realm: Pick<Realm, 'unavailable'>, path: string, value: DumpedMember): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    return (value as readonly DumpedMember[]).map((item, index) => revive(realm, `${path}.${index}`, item));
  }
  const tagged = value as { readonly $?: string; readonly v?: unknown; readonly length?: number };
  switch (tagged.$) {
    case undefined:
      return reviveObject(realm, path, value as Readonly<Record<string, DumpedMember>>);
    case 'fn':
      return missing(realm, path, value as Extract<DumpedMember, { $: 'fn' }>);
    case 'bigint':
      return BigInt(tagged.v as string);
    case 'symbol':
      return Symbol(tagged.v as string);
    case 'number':
      return Number(tagged.v);
    case 'Map':
      return new Map(
        (tagged.v as readonly (readonly [DumpedMember, DumpedMember])[]).map(([key, item]) => [
          revive(realm, path, key),
          revive(realm, path, item),
        ]),
      );
    default:
      return tagged.$ in typedArrays
        ? new typedArrays[tagged.$ as keyof typeof typedArrays](tagged.length ?? 0)
        : undefined;
  }
}

function reviveObject(
  realm: Pick<Realm, 'unavailable'>,
  path: string,
  value: Readonly<Record<string, DumpedMember>>,
): object {
  const result = Object.create(null) as Record<string, unknown>;
  // NODE_DEFINE_CONSTANT makes them so: os.constants, zlib.constants and the like cannot be assigned to.
  const constant = path.startsWith('constants.');
  for (const [key, item] of Object.entries(value)) {
    const revived = revive(realm, `${path}.${key}`, item);
    const writable = !constant || typeof revived === 'object';
    Object.defineProperty(result, key, {
      value: revived,
      enumerable: true,
      configurable: writable,
      writable,
    });
  }
  return result;
}

/** Node's lib extends or wraps some classes while it loads: only making an instance or a call throws. */
function missing(
  realm: Pick<Realm, 'unavailable'>,
  path: string,
  member: { readonly proto?: readonly string[]; readonly statics?: Readonly<Record<string, DumpedMember>> },
): unknown {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const placeholder = {
    [name]: function () {
      realm.unavailable(`internalBinding('${path.replace('.', "').")}`);
    },
  }[name] as unknown as { prototype: object } & Record<string, unknown>;
  for (const method of member.proto ?? []) {
    Object.defineProperty(placeholder.prototype, method, {
      configurable: true,
      writable: true,
      value: () => realm.unavailable(`internalBinding('${path.replace('.', "').")}.${method}`),
    });
  }
  for (const [key, value] of Object.entries(member.statics ?? {})) {
    placeholder[key] = revive(realm, `${path}.${key}`, value);
  }
  return placeholder;
}
