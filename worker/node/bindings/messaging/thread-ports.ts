// What internalBinding('worker') needs of internalBinding('messaging'): ports that lead to another thread. One a realm.

import type { Realm } from '../../realm.ts';

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
  /** Resolves when the other thread has said its last on `port` and on the ports that went through it. */
  closed(port: object): Promise<void>;
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
