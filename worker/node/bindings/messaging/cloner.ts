// Clones of what one port of this realm sends to another (Message::Serialize in src/node_messaging.cc), and what Node says
// where something cannot be cloned or transferred.

import type { CoreRealm } from '../../core-realm.ts';
import type { HostObjects } from './host-objects.ts';
import type { PortState } from './port-state.ts';

export interface Message {
  readonly value: unknown;
  readonly ports: readonly object[];
}

export interface Cloner {
  /** Ports within a value pass by identity; everything else is cloned. Throws DataCloneError. */
  readonly clone: (value: unknown, transfer: readonly object[]) => Message;
  /** What a transfer list has, for a message of `source`. Throws DataCloneError for what cannot be transferred. */
  readonly checkTransfer: (transfer: readonly unknown[], source?: object) => readonly object[];
  /** Runs what makes the browser clone; its DataCloneError becomes Node's. */
  readonly attempt: <T>(action: () => T) => T;
}

export function createCloner(
  realm: CoreRealm,
  hostObjects: HostObjects,
  stateOf: (port: object) => PortState | undefined,
): Cloner {
  const cloneError = (message: string): Error => {
    const DOMException = realm.perContext['DOMException'] as new (message: string, name: string) => Error;
    return new DOMException(message, 'DataCloneError');
  };

  function checkTransfer(transfer: readonly unknown[], source?: object): readonly object[] {
    const seen = new Set<object>();
    for (const item of transfer) {
      if (!isTransferable(item)) throw cloneError('Found invalid value in transferList.');
      if (realm.privateSymbols['untransferable_object_private_symbol']?.get(item) !== undefined)
        throw cloneError('Cannot transfer object of unsupported type.');
      if (item === source) throw cloneError('Transfer list contains source port');
      if (stateOf(item)?.closed === true)
        throw cloneError('MessagePort in transfer list is already detached');
      if (seen.has(item)) throw cloneError(`Transfer list contains duplicate ${item.constructor.name}`);
      seen.add(item);
    }
    return [...seen];
  }

  const isTransferable = (item: unknown): item is object =>
    typeof item === 'object' &&
    item !== null &&
    (item instanceof ArrayBuffer || hostObjects.isTransferable(item));

  function attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      // What a getter throws goes through as it is.
      const { name, message } = error as Error;
      throw name === 'DataCloneError' ? cloneError(cloneMessage(message)) : error;
    }
  }

  return {
    checkTransfer,
    attempt,
    clone(value, transfer) {
      const taken = hostObjects.takeOut(value, new Set(transfer));
      const copy = attempt(() => realm.host.structuredClone(taken.value, { transfer: buffersOf(transfer) }));
      return { value: taken.restore(copy), ports: transfer.filter((item) => stateOf(item) !== undefined) };
    },
  };
}

export const buffersOf = (transfer: readonly object[]): ArrayBuffer[] =>
  transfer.filter((item): item is ArrayBuffer => item instanceof ArrayBuffer);

/** V8 words it without the browser's "Failed to execute …" in front. */
const cloneMessage = (message: string): string => message.replace(/^Failed to execute '\w+' on '\w+': /, '');
