// When the messages that a port has are told to the program.

import type { CoreRealm } from '../../core-realm.ts';
import type { Message } from './cloner.ts';
import type { MessagePortInstance, PortState } from './port-state.ts';

/** At least so many messages of one port are told before the loop goes on. */
const messagesAtOnce = 1_000;

export interface Delivery {
  /** Tells in later turns what waits, where the port receives. */
  readonly pump: (port: object) => void;
  /** Tells all of it now. */
  readonly drain: (port: object) => void;
}

export function createDelivery(realm: CoreRealm, stateOf: (port: object) => PortState): Delivery {
  function emit(port: object, { value, ports }: Message): void {
    const emitMessage = realm.perContext['emitMessage'] as (this: object, ...args: unknown[]) => void;
    realm.loop.makeCallback(port, emitMessage, [value, ports, 'message']);
  }

  /**
   * A message a turn, for its microtasks. As MessagePort::OnMessage has it, what waits at a port is told before what waits at the
   * next: `left` more messages go before whatever else waits.
   */
  function pump(port: object, left = 0): void {
    const state = stateOf(port);
    // An end is seen to by ports that do not receive, too.
    const ready = (): boolean => state.queue.length > 0 && (state.receiving || state.queue[0] === null);
    if (state.scheduled || !ready()) return;
    state.scheduled = true;
    const tell = (): void => {
      state.scheduled = false;
      // What waited when a listener closed the port is still told.
      if ((state.closed && left === 0) || !ready()) return;
      const more = left > 0 ? left - 1 : Math.max(state.queue.length, messagesAtOnce) - 1;
      const message = state.queue.shift();
      if (message === null) (port as MessagePortInstance).close();
      else if (message !== undefined) emit(port, message);
      pump(port, more);
    };
    if (left > 0) realm.loop.postNext(tell);
    else realm.loop.post(tell);
  }

  function drain(port: object): void {
    const state = stateOf(port);
    for (let message = state.queue.shift(); message !== undefined; message = state.queue.shift())
      if (message === null) (port as MessagePortInstance).close();
      else emit(port, message);
  }

  return { pump, drain };
}
