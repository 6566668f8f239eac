// What a MessagePort of the realm knows of itself and of its other end.

import type { Stamp } from '../../../vfs/replica.ts';
import { nativeError } from '../native-error.ts';
import type { Message } from './cloner.ts';
import type { WireValue } from './host-objects.ts';
import type { Mailbox, MailboxWire } from './mailbox.ts';

/** The browser's; Node's has the same name below. */
export type NativePort = MessagePort;

/**
 * Over a browser's port. `after`: what the sender has seen of the filesystem, which its message may speak of; `number`: by which the
 * mailbox knows it. A mailbox comes first, where it did not come with the port. `moved`: the end that says so goes on to a thread
 * that this one may not know.
 */
export type RemoteMessage =
  | 'close'
  | 'moved'
  | { readonly mailbox: MailboxWire }
  | (WireValue & { readonly after?: Stamp; readonly number?: number });

export type ArrivingMessage = Exclude<RemoteMessage, 'moved' | { readonly mailbox: MailboxWire }>;

/** Posts what was packed before. */
export type Send = (native: NativePort, mailbox: Mailbox | undefined) => void;

export interface PortState {
  /** Null: the other end was closed. */
  readonly queue: (Message | null)[];
  peer: MessagePortInstance | undefined;
  /** The browser's port to the other end, where that is in another thread. */
  remote: NativePort | undefined;
  /** To and from there, where both threads share memory. */
  mailbox: Mailbox | undefined;
  /** What came from there and waits for the filesystem, and all that came after it. */
  readonly held: ArrivingMessage[];
  /** What is to be sent to a thread that does not run yet. */
  waiting: Send[] | undefined;
  /** Other ends of what was sent along. */
  readonly sent: object[];
  /** The other end has left the thread that it was sent to. */
  moved: boolean;
  receiving: boolean;
  closed: boolean;
  /** Its close has been told: the handle is no more. */
  gone: boolean;
  scheduled: boolean;
  referenced: boolean;
}

export type MessagePortInstance = object & { close(callback?: () => void): void };

export const portErrors = {
  illegal: (): Error => new TypeError('Illegal invocation'),
  notAPort: (): Error =>
    nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance'),
  closed: () => nativeError(Error, 'ERR_CLOSED_MESSAGE_PORT', 'Cannot send data on closed MessagePort'),
  missingMessage: () =>
    nativeError(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage'),
  notConstructible: () =>
    nativeError(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called'),
};

/** Of a port that has just been made. */
export const newPortState = (): PortState => ({
  queue: [],
  peer: undefined,
  remote: undefined,
  mailbox: undefined,
  held: [],
  waiting: undefined,
  sent: [],
  moved: false,
  receiving: false,
  closed: false,
  gone: false,
  scheduled: false,
  referenced: false,
});
