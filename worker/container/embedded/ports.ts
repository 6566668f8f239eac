// Who listens where, and which connections cross between processes: the broker of virtual TCP ports and UNIX sockets.
// Bytes never pass here; the MessagePort of a connection goes to the listening process. Owned by the machine.

import { refuse } from '../../os/connection.ts';
import { connectionLost } from '../../preview/outside-connection.ts';
import type { SocketAddress } from '../../os/process-context.ts';
import type { Pid, Port } from '../../protocol/ids.ts';

interface PortsHost {
  /** Hands an incoming connection to a listening process. */
  deliver(to: Pid, id: string, address: SocketAddress, remote: SocketAddress, port: MessagePort): void;
  /** The process at the other end is gone without a word. */
  lost(to: Pid, id: string): void;
  /** A replica and the outside must know; null closes. */
  changed(address: SocketAddress, pid: Pid | null): void;
}

/** Local port of connections from outside the machine (the preview). */
const outsidePort = 1 as Port;

export class Ports {
  readonly #listeners = new Map<SocketAddress, Pid>();
  /** The two processes of each connection; `from` is null for one from outside. */
  readonly #connections = new Map<string, { from: Pid | null; to: Pid; life: MessagePort | null }>();
  #outside = 0;

  constructor(private readonly host: PortsHost) {}

  entries(): [SocketAddress, Pid][] {
    return [...this.#listeners];
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  portsOf(pid: Pid): Port[] {
    return this.entries()
      .filter((entry): entry is [Port, Pid] => entry[1] === pid && typeof entry[0] === 'number')
      .map(([port]) => port)
      .sort((a, b) => a - b);
  }

  /** False where another process was first. */
  listen(address: SocketAddress, pid: Pid): boolean {
    if (this.#listeners.has(address)) return false;
    this.#listeners.set(address, pid);
    this.host.changed(address, pid);
    return true;
  }

  close(address: SocketAddress, pid: Pid): void {
    if (this.#listeners.get(address) !== pid) return;
    this.#listeners.delete(address);
    this.host.changed(address, null);
  }

  connect(
    from: Pid | null,
    id: string,
    address: SocketAddress,
    local: SocketAddress,
    port: MessagePort,
    life: MessagePort | null = null,
  ): void {
    const to = this.#listeners.get(address);
    if (to === undefined) {
      refuse(port);
      life?.close();
      return;
    }
    this.#connections.set(id, { from, to, life });
    this.host.deliver(to, id, address, local, port);
  }

  connectFromOutside(address: Port, port: MessagePort, life: MessagePort): void {
    this.connect(null, `outside:${++this.#outside}`, address, outsidePort, port, life);
  }

  /** The end of a connection that listened (`accepted`), or the other, belongs to another process from now on. */
  moved(id: string, role: 'connecting' | 'accepted', pid: Pid): void {
    const connection = this.#connections.get(id);
    if (connection !== undefined)
      this.#connections.set(id, { ...connection, [role === 'accepted' ? 'to' : 'from']: pid });
  }

  connectionClosed(id: string): void {
    this.#connections.get(id)?.life?.close();
    this.#connections.delete(id);
  }

  /** `clean`: the process has closed its connections itself. */
  processEnded(pid: Pid, clean: boolean): void {
    for (const [address, owner] of this.entries()) if (owner === pid) this.close(address, pid);
    for (const [id, { from, to, life }] of [...this.#connections]) {
      if (from !== pid && to !== pid) continue;
      this.#connections.delete(id);
      const other = from === pid ? to : from;
      if (!clean) life?.postMessage(connectionLost);
      life?.close();
      if (!clean && other !== null && other !== pid) this.host.lost(other, id);
    }
  }
}
