// A connection from outside the machine (a preview's service worker, a page's WebSocket) to a listening port. A process that
// is killed says nothing on its connections; the kernel, which learns of its death, says it on the connection's lifeline: a
// port that the kernel keeps while the other goes to the process.

import { connectOver, type PortConnection } from '../os/connection.ts';
import type { Port } from '../protocol/ids.ts';

/** On the lifeline, from the kernel: nobody is at the other end any more. */
export const connectionLost = 'lost';

/** `hand` passes both ports to the kernel; transfer them. */
export function connectFromOutside(
  remote: Port,
  hand: (end: MessagePort, life: MessagePort) => void,
): PortConnection {
  const bytes = new MessageChannel();
  const life = new MessageChannel();
  const connection = connectOver(bytes.port1, { local: 1 as Port, remote });
  life.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === connectionLost) connection.abort('ECONNRESET');
  };
  connection.onClose(() => life.port1.close());
  hand(bytes.port2, life.port2);
  return connection;
}
