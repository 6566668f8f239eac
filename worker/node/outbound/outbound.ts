// Connections to other machines, served by the browser's fetch instead of TCP. One per realm; it keeps the table of host
// names that were looked up. A connection is a byte channel like any other, so that Node's own http client runs over it.

import type { ByteChannel } from '../bindings/stream-base.ts';
import type { Realm } from '../realm.ts';
import { HttpBridge } from './http-bridge.ts';
import { OutboundHosts } from './hosts.ts';

/** A channel whose peer is another machine's HTTP server. */
export interface OutboundChannel extends ByteChannel {
  /** From now on requests are made as https: (the browser does the TLS). */
  secure(): void;
}

export interface Outbound {
  readonly hosts: OutboundHosts;
  /** `onFailure` gets an error that names the cause, which no errno of a socket could. */
  connect(address: string, port: number, onFailure: (error: Error) => void): OutboundChannel;
}

const ofRealm = new WeakMap<Realm, Outbound>();

export function outboundOf(realm: Realm): Outbound {
  let outbound = ofRealm.get(realm);
  if (outbound === undefined) {
    const hosts = new OutboundHosts();
    const { host } = realm;
    outbound = {
      hosts,
      connect: (address, port, onFailure) =>
        new HttpBridge({ host, authority: { name: hosts.hostOf(address), port }, onFailure }),
    };
    ofRealm.set(realm, outbound);
  }
  return outbound;
}

export function isOutboundChannel(channel: ByteChannel | undefined): channel is OutboundChannel {
  return channel !== undefined && 'secure' in channel;
}
