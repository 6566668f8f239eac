// A worker's stack holds some forty thousand arguments; the stack of Node's main thread three times as many, which programs
// know: `String.fromCharCode.apply(null, bytes)` with 64 K of them is in undici's fetch, among others. The functions that are
// called like that take a long list in pieces. Once a worker.

/** Arguments of one call: far below every limit. */
const pieceLength = 8_192;

type List = ArrayLike<unknown>;
type Callable = (this: unknown, ...args: never[]) => unknown;

/** Gives `target` an `apply` of its own. `piecewise` is asked for lists that are too long for one call. */
function takeLongLists<F extends Callable>(
  target: F,
  piecewise: (call: (list: List) => ReturnType<F>, pieces: Iterable<List>) => ReturnType<F>,
): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called by Reflect.apply
  const { apply } = Function.prototype;
  const call = (self: unknown, list: List): ReturnType<F> =>
    Reflect.apply(target, self, list as never[]) as ReturnType<F>;
  function applyPiecewise(this: Callable, self: unknown, list?: List | null): unknown {
    if (this !== target || list == null || !(list.length > pieceLength))
      return Reflect.apply(apply, this, [self, list as never]) as unknown;
    return piecewise((piece) => call(self, piece), piecesOf(list));
  }
  Object.defineProperty(applyPiecewise, 'name', { value: 'apply', configurable: true });
  Object.defineProperty(target, 'apply', { value: applyPiecewise, writable: true, configurable: true });
}

function* piecesOf(list: List): Generator<List> {
  for (let at = 0; at < list.length; at += pieceLength)
    yield Array.prototype.slice.call(list, at, at + pieceLength);
}

function joined(call: (list: List) => string, pieces: Iterable<List>): string {
  let text = '';
  for (const piece of pieces) text += call(piece);
  return text;
}

export function installLongLists(scope: typeof globalThis): void {
  takeLongLists(scope.String.fromCharCode, joined);
  takeLongLists(scope.String.fromCodePoint, joined);
  takeLongLists(scope.Math.max, (call, pieces) => call(Array.from(pieces, call)));
  takeLongLists(scope.Math.min, (call, pieces) => call(Array.from(pieces, call)));
  takeLongLists(scope.Array.prototype.push, (call, pieces) => {
    let length = 0;
    for (const piece of pieces) length = call(piece);
    return length;
  });
}
