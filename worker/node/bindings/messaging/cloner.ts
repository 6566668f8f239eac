// Clones of what one port of this realm sends to another (Message::Serialize in src/node_messaging.cc), and what Node says
// where something cannot be cloned or transferred.

import type { CoreRealm } from '../../core-realm.ts';
import type { HostObjects } from './host-objects.ts';

export interface Message {
  readonly value: unknown;
  readonly ports: readonly object[];
}

export interface Cloner {
  /** Ports within a value pass by identity; everything else is cloned. Throws DataCloneError. */
  readonly clone: (value: unknown, transfer: readonly object[]) => Message;
  /** The buffers of a transfer list. Throws DataCloneError for what cannot be transferred. */
  readonly checkTransfer: (transfer: readonly object[]) => ArrayBuffer[];
  /** Runs what makes the browser clone; its DataCloneError becomes Node's. */
  readonly attempt: <T>(action: () => T) => T;
}

export function createCloner(
  realm: CoreRealm,
  hostObjects: HostObjects,
  isPort: (value: object) => boolean,
): Cloner {
  const cloneError = (message: string): Error => {
    const DOMException = realm.perContext['DOMException'] as new (message: string, name: string) => Error;
    return new DOMException(message, 'DataCloneError');
  };

  function checkTransfer(transfer: readonly object[]): ArrayBuffer[] {
    const buffers = transfer.filter((item): item is ArrayBuffer => item instanceof ArrayBuffer);
    for (const item of transfer) {
      if (buffers.some((buffer) => buffer === item)) {
        const untransferable = realm.privateSymbols['untransferable_object_private_symbol']?.get(item);
        if (untransferable !== undefined) throw cloneError('Cannot transfer object of unsupported type.');
      } else if (!hostObjects.isTransferable(item)) {
        throw cloneError('Found invalid value in transferList.');
      }
    }
    return buffers;
  }

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
      const buffers = checkTransfer(transfer);
      const taken = hostObjects.takeOut(value, new Set(transfer));
      const copy = attempt(() => realm.host.structuredClone(taken.value, { transfer: buffers }));
      return { value: taken.restore(copy), ports: transfer.filter(isPort) };
    },
  };
}

/** V8 words it without the browser's "Failed to execute …" in front. */
const cloneMessage = (message: string): string => message.replace(/^Failed to execute '\w+' on '\w+': /, '');
