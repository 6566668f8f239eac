// umask, ulimit and times.

import { fail, print, type Builtin } from './builtin.ts';

export const umask: Builtin = async (frame, [mask]) => {
  const { state } = frame;
  if (mask === undefined) {
    await print(frame, `${state.umask.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (!/^[0-7]{1,4}$/.test(mask)) fail(`umask: Illegal mode: ${mask}`, 2);
  state.umask = parseInt(mask, 8) & 0o777;
  return 0;
};

export const ulimit: Builtin = async () => fail('ulimit: resource limits are not supported here', 2);

export const times: Builtin = async () => fail('times: a browser does not tell the processor time used', 2);
