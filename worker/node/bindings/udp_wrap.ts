// `internalBinding('udp_wrap')`: there are no datagrams in a browser. The classes exist, because Node's lib refers to
// them; making a socket throws.

import type { Binding, Realm } from '../realm.ts';

export function createUdpWrapBinding(realm: Realm): Binding {
  class UDP extends realm.HandleWrap {
    constructor() {
      realm.unavailable('dgram (UDP sockets)');
      super('UDPWRAP');
    }
  }
  class SendWrap extends realm.AsyncWrap {
    constructor() {
      super('UDPSENDWRAP');
    }
  }
  return { UDP, SendWrap, constants: { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: 4, UV_UDP_REUSEPORT: 64 } };
}
