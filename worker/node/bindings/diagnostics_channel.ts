// internalBinding('diagnostics_channel'): no channel is published to from native code (src/node_diagnostics_channel.cc).

import type { Binding, Realm } from '../realm.ts';

export function createDiagnosticsChannelBinding(_realm: Realm): Binding {
  return { linkNativeChannel() {} };
}
