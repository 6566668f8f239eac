// The options of `new DatabaseSync(path, options)`, in the order in which Node reads them.

import { invalidArgument, outOfRange } from './errors.ts';
import { booleanOption, isInt32, isObject, type OptionBag } from './option-readers.ts';

/** Of sqlite3_limit: the index is the id. */
export const limitNames = [
  'length',
  'sqlLength',
  'column',
  'exprDepth',
  'compoundSelect',
  'vdbeOp',
  'functionArg',
  'attach',
  'likePatternLength',
  'variableNumber',
  'triggerDepth',
] as const;

/** What statements take over from their database. */
export interface StatementOptions {
  readBigInts: boolean;
  returnArrays: boolean;
  allowBareNamedParameters: boolean;
  allowUnknownNamedParameters: boolean;
}

export interface DatabaseOptions {
  readonly open: boolean;
  readonly readOnly: boolean;
  readonly enableForeignKeyConstraints: boolean;
  readonly enableDoubleQuotedStringLiterals: boolean;
  readonly allowExtension: boolean;
  readonly defensive: boolean;
  /** Milliseconds that a busy database is waited for. */
  readonly timeout: number;
  /** Ids and values. */
  readonly limits: readonly (readonly [number, number])[];
  readonly statement: Readonly<StatementOptions>;
}

/** Throws ERR_INVALID_ARG_TYPE and ERR_OUT_OF_RANGE. */
export function readDatabaseOptions(options: OptionBag): DatabaseOptions {
  return {
    open: booleanOption(options, 'open', true),
    readOnly: booleanOption(options, 'readOnly', false),
    enableForeignKeyConstraints: booleanOption(options, 'enableForeignKeyConstraints', true),
    enableDoubleQuotedStringLiterals: booleanOption(options, 'enableDoubleQuotedStringLiterals', false),
    allowExtension: booleanOption(options, 'allowExtension', false),
    timeout: readTimeout(options['timeout']),
    statement: readStatementOptions(options),
    defensive: booleanOption(options, 'defensive', true),
    limits: readLimits(options['limits']),
  };
}

export function readStatementOptions(
  options: OptionBag,
  otherwise: Readonly<StatementOptions> = {
    readBigInts: false,
    returnArrays: false,
    allowBareNamedParameters: true,
    allowUnknownNamedParameters: false,
  },
): StatementOptions {
  return {
    returnArrays: booleanOption(options, 'returnArrays', otherwise.returnArrays),
    readBigInts: booleanOption(options, 'readBigInts', otherwise.readBigInts),
    allowBareNamedParameters: booleanOption(
      options,
      'allowBareNamedParameters',
      otherwise.allowBareNamedParameters,
    ),
    allowUnknownNamedParameters: booleanOption(
      options,
      'allowUnknownNamedParameters',
      otherwise.allowUnknownNamedParameters,
    ),
  };
}

function readTimeout(value: unknown): number {
  if (value === undefined) return 0;
  if (!isInt32(value)) throw invalidArgument('The "options.timeout" argument must be an integer.');
  return value;
}

function readLimits(limits: unknown): [number, number][] {
  if (limits === undefined) return [];
  if (!isObject(limits)) throw invalidArgument('The "options.limits" argument must be an object.');
  return limitNames.flatMap((name, id) => {
    const value = (limits as OptionBag)[name];
    if (value === undefined) return [];
    if (!isInt32(value)) throw invalidArgument(`The "options.limits.${name}" argument must be an integer.`);
    if (value < 0) throw outOfRange(`The "options.limits.${name}" argument must be non-negative.`);
    return [[id, value]];
  });
}
