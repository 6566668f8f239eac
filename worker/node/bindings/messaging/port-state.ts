// What a MessagePort of the realm knows of itself and of its other end.

import type { Stamp } from '../../../vfs/replica.ts';
import type { Message } from './cloner.ts';
import type { WireValue } from './host-objects.ts';

/** The browser's; Node's has the same name below. */
export type NativePort = MessagePort;

/** Over a browser's port. `after`: what the sender has seen of the filesystem, which its message may speak of. */
export type RemoteMessage = 'close' | (WireValue & { readonly after?: Stamp });

export interface PortState {
  /** Null: the other end was closed. */
  readonly queue: (Message | null)[];
  peer: MessagePortInstance | undefined;
  /** The browser's port to the other end, where that is in another thread. */
  remote: NativePort | undefined;
  /** What came from there and waits for the filesystem, and all that came after it. */
  readonly held: RemoteMessage[];
  /** What is to be sent to a thread that does not run yet. */
  waiting: ((native: NativePort) => void)[] | undefined;
  /** Other ends of what was sent along. */
  readonly sent: object[];
  receiving: boolean;
  closed: boolean;
  scheduled: boolean;
  referenced: boolean;
}

export type MessagePortInstance = object & { close(callback?: () => void): void };

/** Of a port that has just been made. */
export const newPortState = (): PortState => ({
  queue: [],
  peer: undefined,
  remote: undefined,
  held: [],
  waiting: undefined,
  sent: [],
  receiving: false,
  closed: false,
  scheduled: false,
  referenced: false,
});
