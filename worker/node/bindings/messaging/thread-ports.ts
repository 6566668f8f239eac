// What internalBinding('worker') needs of internalBinding('messaging'): ports that lead to another thread. One a realm.

import type { Realm } from '../../realm.ts';
import type { PortState } from './port-state.ts';

export interface ThreadPorts {
  /** There will be threads, which this key tells from those of other processes. */
  begin(processKey: string): void;
  /** Node's port over a browser's. */
  attach(native: MessagePort): object;
  /**
   * A port to a thread that is yet to start. What is posted to it waits here: shared memory that waits in a browser's port is
   * lost when the port is handed on.
   */
  prepare(): object;
  /** `native` leads to the thread by now. */
  connect(port: object, native: MessagePort): void;
  /** Resolves when the other thread has closed `port` and all that lead to it. */
  closed(port: object): Promise<void>;
  /** The other thread is gone. What it has not closed (it was killed, it crashed) closes now: no browser tells of that. */
  abandon(port: object): void;
}

const connected = new WeakMap<Realm, ThreadPorts>();

export function connectThreads(realm: Realm, ports: ThreadPorts): void {
  connected.set(realm, ports);
}

export function threadPorts(realm: Realm): ThreadPorts {
  realm.internalBinding('messaging');
  const ports = connected.get(realm);
  if (ports === undefined) throw new Error('no messaging in this realm');
  return ports;
}

/**
 * `port` and the ports of this thread that lead to where it leads: those whose other ends went through it, or through one of these,
 * and have not been sent on from there.
 */
export function leadingAlong(port: object, stateOf: (port: object) => PortState): object[] {
  const found = new Set([port]);
  for (const each of found) for (const sent of stateOf(each).sent) if (!stateOf(sent).moved) found.add(sent);
  return [...found];
}
