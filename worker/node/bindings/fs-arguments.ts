// Arguments of `internalBinding('fs')` that Node's C++ checks itself (GetValidatedFd, GetValidFileMode): the lib hands them over
// as they came. Each throws before a request begins, whatever kind the call is.

import type { Realm } from '../realm.ts';
import { nativeError } from './native-error.ts';

const maxFd = 0x7fffffff;
/** R_OK | W_OK | X_OK, and as many flags of copyfile. */
const maxMode = 7;

/** ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE. */
export function validateFd(realm: Realm, fd: unknown): void {
  if (typeof fd !== 'number') {
    const { determineSpecificType } = realm.require('internal/errors') as {
      determineSpecificType: (value: unknown) => string;
    };
    throw nativeError(
      TypeError,
      'ERR_INVALID_ARG_TYPE',
      `The "fd" argument must be of type number. Received ${determineSpecificType(fd)}`,
    );
  }
  const range = Number.isSafeInteger(fd) ? `>= 0 && <= ${maxFd}` : 'an integer';
  if (!Number.isSafeInteger(fd) || fd < 0 || fd > maxFd)
    throw outOfRange(`The value of "fd" is out of range. It must be ${range}. Received ${fd}`);
}

/** A mode of access(2) or copyfile, 0 where there is none. ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE. */
export function validMode(mode: unknown): number {
  if (mode === undefined || mode === null) return 0;
  if (typeof mode !== 'number')
    throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  if (!Number.isFinite(mode)) throw outOfRange('mode is out of range');
  const whole = Math.trunc(mode);
  if (whole < 0 || whole > maxMode) throw outOfRange(`mode is out of range: >= 0 && <= ${maxMode}`);
  return whole;
}

function outOfRange(message: string): Error {
  return nativeError(RangeError, 'ERR_OUT_OF_RANGE', message);
}
