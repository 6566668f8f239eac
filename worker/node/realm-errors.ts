// The errors that bindings throw, as Node makes them: its own classes from lib/internal/errors, and libuv's by its table of
// error numbers. Made with the realm.

import type { NodeMeta } from './meta.ts';
import type { Realm } from './realm.ts';

/** UV_UNKNOWN. */
const unknownErrno = -4094;

export function createRealmErrors(
  errmap: NodeMeta['errmap'],
  requireBuiltin: (id: string) => unknown,
): Pick<Realm, 'nodeError' | 'errno' | 'uvException' | 'unavailable'> {
  const errnoByCode = new Map(errmap.map(([errno, [code, text]]) => [code, { errno, text }]));

  function nodeError(code: string, ...args: unknown[]): Error {
    const { codes } = requireBuiltin('internal/errors') as {
      codes: Record<string, new (...args: unknown[]) => Error>;
    };
    const Class = codes[code];
    if (Class === undefined) throw new Error(`Node has no error ${code}`);
    return new Class(...args);
  }

  return {
    nodeError,
    errno: (code) => errnoByCode.get(code)?.errno ?? unknownErrno,
    uvException(code, syscall, path, dest) {
      const { errno, text } = errnoByCode.get(code) ?? { errno: unknownErrno, text: 'unknown error' };
      const paths = `${path === undefined ? '' : ` '${path}'`}${dest === undefined ? '' : ` -> '${dest}'`}`;
      const error = new Error(`${code}: ${text}, ${syscall}${paths}`);
      return Object.assign(
        error,
        { errno, code, syscall },
        path !== undefined && { path },
        dest !== undefined && { dest },
      );
    },
    unavailable(feature) {
      throw nodeError('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', feature);
    },
  };
}
