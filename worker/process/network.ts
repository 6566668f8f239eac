// Virtual TCP ports and UNIX sockets of one process: its listeners, its open connections, and its replica of the port
// table. Bytes go straight to the other process (os/connection.ts); only who is who passes through the container.

import { MessageChannel } from '../os/browser-globals.ts';
import type { Causality } from '../os/causality.ts';
import { acceptOver, connectOver, refuse, resumeOver, type PortConnection } from '../os/connection.ts';
import type { ContainerControl } from '../os/messages.ts';
import type { Connection, HandedConnection, Listener, PipeId, SocketAddress } from '../os/process-context.ts';
import { SystemError } from '../protocol/errno.ts';
import type { Pid, Port } from '../protocol/ids.ts';
import type { ContainerLink } from './container-link.ts';

/** Linux's range of ephemeral ports. */
const firstEphemeral = 32_768;
const lastEphemeral = 60_999;

interface Listening {
  readonly onConnection: (connection: Connection) => void;
  readonly onLost: (error: Error) => void;
}

export class Network {
  readonly addresses: Map<SocketAddress, Pid>;
  readonly #listeners = new Map<SocketAddress, Listening>();
  /** With the name of each: both ends may be here. */
  readonly #connections = new Map<PortConnection, string>();
  /** From other processes, by the pipe that they come through, and not taken yet. */
  readonly #handed = new Map<PipeId, HandedConnection[]>();
  #count = 0;
  #nextEphemeral: number;

  constructor(
    private readonly link: ContainerLink,
    private readonly pid: Pid,
    addresses: Map<SocketAddress, Pid>,
    private readonly causality: Causality,
  ) {
    this.addresses = addresses;
    // Processes start apart, so that two of them rarely pick the same.
    this.#nextEphemeral = firstEphemeral + ((pid * 61) % (lastEphemeral - firstEphemeral));
  }

  listen(
    address: SocketAddress,
    onConnection: (connection: Connection) => void,
    onLost: (error: Error) => void,
  ): Listener {
    const chosen = address === 0 ? this.#ephemeral() : address;
    if (this.addresses.has(chosen)) throw new SystemError('EADDRINUSE', 'listen');
    this.addresses.set(chosen, this.pid);
    const listening = { onConnection, onLost };
    this.#listeners.set(chosen, listening);
    this.link.send({ type: 'listen', address: chosen });
    return {
      address: chosen,
      close: () => {
        if (this.#listeners.get(chosen) !== listening) return;
        this.#listeners.delete(chosen);
        this.addresses.delete(chosen);
        this.link.send({ type: 'unlisten', address: chosen });
      },
    };
  }

  connect(address: SocketAddress): Connection {
    const { port1, port2 } = new MessageChannel();
    const id = `${this.pid}:${++this.#count}`;
    const local = typeof address === 'number' ? this.#ephemeral() : '';
    const connection = connectOver(port1, { local, remote: address, causality: this.causality });
    this.#track(id, connection);
    this.link.send({ type: 'connect', id, address, local, port: port2 }, [port2]);
    return connection;
  }

  /** See Syscalls.handOver. */
  handOver(sink: PipeId, connection: Connection, unread: readonly Uint8Array[], detail: unknown): void {
    const [own, id] = [...this.#connections].find(([candidate]) => candidate === connection) ?? [];
    if (id === undefined || own === undefined) throw new SystemError('EINVAL', 'sendmsg');
    const { port, state } = own.detach(unread);
    this.#connections.delete(own);
    const { local, remote } = own;
    this.link.send({ type: 'hand-over', sink, id, local, remote, state, detail, port }, [port]);
  }

  takeHandedOver(source: PipeId): HandedConnection | undefined {
    return this.#handed.get(source)?.shift();
  }

  // --- What the container says ---

  handedOver(message: Extract<ContainerControl, { type: 'handed-over' }>): void {
    const { source, id, local, remote, port, state, detail } = message;
    const connection = resumeOver(port, { local, remote, causality: this.causality }, state);
    this.#track(id, connection);
    const waiting = this.#handed.get(source) ?? [];
    this.#handed.set(source, [...waiting, { connection, detail }]);
  }

  /** Another process won the race for the address. */
  lost(address: SocketAddress): void {
    const listening = this.#listeners.get(address);
    this.#listeners.delete(address);
    listening?.onLost(new SystemError('EADDRINUSE', 'listen'));
  }

  addressChanged(address: SocketAddress, pid: Pid | null): void {
    // What this process has done itself is known here first, and may be undone by now.
    if (pid === this.pid) return;
    if (pid !== null) this.addresses.set(address, pid);
    else if (!this.#listeners.has(address)) this.addresses.delete(address);
  }

  incoming(id: string, address: SocketAddress, remote: SocketAddress, port: MessagePort): void {
    const listening = this.#listeners.get(address);
    if (listening === undefined) {
      refuse(port);
      this.link.send({ type: 'connection-closed', id });
      return;
    }
    const connection = acceptOver(port, { local: address, remote, causality: this.causality });
    this.#track(id, connection);
    listening.onConnection(connection);
  }

  peerDied(id: string): void {
    for (const [connection, name] of [...this.#connections]) if (name === id) connection.abort('ECONNRESET');
  }

  /** The process ends: peers can still read what was sent. */
  closeAll(): void {
    for (const connection of [...this.#connections.keys()]) connection.close();
  }

  #track(id: string, connection: PortConnection): void {
    this.#connections.set(connection, id);
    connection.onClose(() => {
      this.#connections.delete(connection);
      this.link.send({ type: 'connection-closed', id });
    });
  }

  #ephemeral(): Port {
    do {
      if (++this.#nextEphemeral > lastEphemeral) this.#nextEphemeral = firstEphemeral;
    } while (this.addresses.has(this.#nextEphemeral as Port));
    return this.#nextEphemeral as Port;
  }
}
