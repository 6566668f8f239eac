// Errors as Node's C++ throws them (node_errors.h): a plain class, `code` as an own enumerable property, and no code in the
// stack's header. Node's JavaScript errors are another kind: realm.nodeError.

export type NativeError = Error & { code: string };

export function nativeError(
  Class: new (message: string) => Error,
  code: string,
  message: string,
): NativeError {
  return Object.assign(new Class(message), { code });
}

/** What C++ throws where an argument is not an ArrayBufferView. */
export function notABuffer(): NativeError {
  return nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a buffer');
}

export function indexOutOfRange(): NativeError {
  return nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
}
