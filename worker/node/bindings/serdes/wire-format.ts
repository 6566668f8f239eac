// The format of V8's ValueSerializer, version 15 (src/objects/value-serializer.cc in V8).

export const WIRE_VERSION = 15;
export const VERSION_TAG = 0xff;

const code = (character: string) => character.charCodeAt(0);

export const tag = {
  padding: 0,
  verifyObjectCount: code('?'),
  theHole: code('-'),
  undefined: code('_'),
  null: code('0'),
  true: code('T'),
  false: code('F'),
  int32: code('I'),
  uint32: code('U'),
  double: code('N'),
  bigint: code('Z'),
  utf8String: code('S'),
  oneByteString: code('"'),
  twoByteString: code('c'),
  reference: code('^'),
  beginObject: code('o'),
  endObject: code('{'),
  beginSparseArray: code('a'),
  endSparseArray: code('@'),
  beginDenseArray: code('A'),
  endDenseArray: code('$'),
  date: code('D'),
  trueObject: code('y'),
  falseObject: code('x'),
  numberObject: code('n'),
  bigintObject: code('z'),
  stringObject: code('s'),
  regexp: code('R'),
  beginMap: code(';'),
  endMap: code(':'),
  beginSet: code("'"),
  endSet: code(','),
  arrayBuffer: code('B'),
  resizableArrayBuffer: code('~'),
  arrayBufferTransfer: code('t'),
  arrayBufferView: code('V'),
  hostObject: code('\\'),
  error: code('r'),
} as const;

export const errorTag = {
  message: code('m'),
  cause: code('c'),
  stack: code('s'),
  end: code('.'),
} as const;

/** An Error without a letter is a plain one. */
export const errorPrototypes: readonly (readonly [number, ErrorConstructor])[] = [
  [code('E'), EvalError],
  [code('R'), RangeError],
  [code('F'), ReferenceError],
  [code('S'), SyntaxError],
  [code('T'), TypeError],
  [code('U'), URIError],
];

export const viewTypes: readonly (readonly [number, string])[] = [
  [code('b'), 'Int8Array'],
  [code('B'), 'Uint8Array'],
  [code('C'), 'Uint8ClampedArray'],
  [code('w'), 'Int16Array'],
  [code('W'), 'Uint16Array'],
  [code('d'), 'Int32Array'],
  [code('D'), 'Uint32Array'],
  [code('h'), 'Float16Array'],
  [code('f'), 'Float32Array'],
  [code('F'), 'Float64Array'],
  [code('q'), 'BigInt64Array'],
  [code('Q'), 'BigUint64Array'],
  [code('?'), 'DataView'],
];

/** Bits of a regular expression's flags. */
export const regexpFlags: readonly (readonly [string, number])[] = [
  ['g', 1],
  ['i', 2],
  ['m', 4],
  ['y', 8],
  ['u', 16],
  ['s', 32],
  ['d', 128],
  ['v', 256],
];
