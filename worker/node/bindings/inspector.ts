// internalBinding('inspector'): the inspector that nobody can attach to (src/inspector_js_api.cc). The module loads, as it does in
// every Node that is shipped, since tools ask it whether a debugger is there; who opens the inspector or a session with it is told.

import type { Binding, Realm } from '../realm.ts';

export function createInspectorBinding(realm: Realm): Binding {
  class Connection {
    constructor() {
      realm.unavailable('the inspector');
    }
  }
  return {
    Connection,
    MainThreadConnection: Connection,
    isEnabled: () => false,
    url: () => undefined,
    /** False: no inspector is active. */
    waitForDebugger: () => false,
    open: () => realm.unavailable('the inspector'),
    /** For frontends, of which there are none. */
    emitProtocolEvent() {},
  };
}
