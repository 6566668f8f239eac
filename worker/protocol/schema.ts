// What every message schema is made of: the vocabulary of ids, the type that is inferred from a schema, and the check at a
// border. Schemas look at what arrives from outside; bytes of terminals and files go past them.

import * as v from 'valibot';
import { signalNumbers, type ExitStatus, type Signal } from '../os/signals.ts';
import type { Epoch, Pid, Port, ProjectId, SessionId, TabId } from './ids.ts';

/** A message's type: what its schema infers, not to be changed by whoever receives it. */
export type Wire<Schema extends v.GenericSchema> = Immutable<v.InferOutput<Schema>>;

type Primitive = string | number | boolean | null | undefined;
/** Objects of the platform stay as they are, and so do branded primitives. */
type Immutable<T> = T extends Primitive | MessagePort | Uint8Array | SharedArrayBuffer
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Immutable<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Immutable<T[Key]> }
      : T;

/** A message that is none: it is refused, and whoever sent it is told why. */
export class MessageError extends TypeError {
  readonly code = 'ERR_INVALID_ARG_TYPE';
}

/** The message, if it is one; throws a MessageError that names `what` and the first thing wrong with it. */
export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): Wire<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return value as Wire<Schema>;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new MessageError(`${what}${path === null ? '' : `, ${path}`}: ${issue.message}`);
}

/** Whether it is such a message: for channels on which others speak too, and where nobody waits for an answer. */
export function accepts<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): value is Wire<Schema> {
  return v.is(schema, value);
}

/** The same check under the name of its brand, which exists in the type system only. */
const branded = <Brand extends string | number>(
  schema: v.GenericSchema<Brand extends string ? string : number>,
) => schema as unknown as v.GenericSchema<Brand>;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

export const pid = branded<Pid>(positive);
/** 0 where no process is known. */
export const pidOrNone = branded<Pid>(v.pipe(v.number(), v.integer(), v.minValue(0)));
export const port = branded<Port>(v.pipe(positive, v.maxValue(65_535)));
/** Part of names of workers, locks and addresses. */
export const projectId = branded<ProjectId>(v.pipe(name, v.regex(/^[\w-]+$/)));
export const sessionId = branded<SessionId>(name);
export const epoch = branded<Epoch>(name);
export const tabId = branded<TabId>(name);

export const text = v.string();
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A terminal's width or height; 0 is not known. */
const cells = v.pipe(count, v.maxValue(10_000));
export const size = v.object({ cols: cells, rows: cells });
export const bytes: v.GenericSchema<Uint8Array> = v.instance(Uint8Array);
export const messagePort = v.instance(MessagePort);
export const nothing = v.undefined();

export const signal: v.GenericSchema<Signal> = v.picklist(Object.keys(signalNumbers) as Signal[]);
export const exitStatus = v.variant('kind', [
  v.object({ kind: v.literal('exited'), code: v.number() }),
  v.object({ kind: v.literal('signaled'), signal }),
]) satisfies v.GenericSchema<ExitStatus>;
