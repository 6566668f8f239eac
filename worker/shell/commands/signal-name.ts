// Signals as kill and timeout take them: by number, with and without SIG.

import { signalNumbers, type Signal } from '../../os/signals.ts';
import { Failure } from './applet.ts';

/** 0 sends none. */
export function signalOf(name: string, code = 1): Signal | 0 {
  if (name === '0') return 0;
  const byNumber = (Object.keys(signalNumbers) as Signal[]).find(
    (signal) => String(signalNumbers[signal]) === name,
  );
  const full = name.toUpperCase().startsWith('SIG') ? name.toUpperCase() : `SIG${name.toUpperCase()}`;
  const signal = byNumber ?? (full in signalNumbers ? (full as Signal) : undefined);
  if (signal === undefined) throw new Failure(`${name}: invalid signal specification`, code);
  return signal;
}
