// internalBinding('http2') (src/node_http2.cc): as much as loading the http2 module and reading its constants and default
// settings takes. There is no HTTP/2 here: making a session says so. Owned by the realm, as long as the process.
import type { Binding, Realm } from '../realm.ts';

/** IDX_SETTINGS_… of lib/internal/http2/util.js: the constants whose values stand in the buffer, in its order. */
const defaults = [
  'DEFAULT_SETTINGS_HEADER_TABLE_SIZE',
  'DEFAULT_SETTINGS_ENABLE_PUSH',
  'DEFAULT_SETTINGS_INITIAL_WINDOW_SIZE',
  'DEFAULT_SETTINGS_MAX_FRAME_SIZE',
  'DEFAULT_SETTINGS_MAX_CONCURRENT_STREAMS',
  'DEFAULT_SETTINGS_MAX_HEADER_LIST_SIZE',
  'DEFAULT_SETTINGS_ENABLE_CONNECT_PROTOCOL',
] as const;
/** After them a bit for each that is set. */
const IDX_SETTINGS_FLAGS = defaults.length;

export function createHttp2Binding(realm: Realm): Binding {
  const dumped = realm.meta.bindings['http2'] as {
    constants: Record<string, number>;
    settingsBuffer: { length: number };
  };
  const settingsBuffer = new Uint32Array(dumped.settingsBuffer.length);

  class Http2Session extends realm.AsyncWrap {
    constructor() {
      super('HTTP2SESSION');
      realm.unavailable('HTTP/2');
    }
  }
  class Http2Stream extends realm.AsyncWrap {
    constructor() {
      super('HTTP2STREAM');
      realm.unavailable('HTTP/2');
    }
  }

  return {
    settingsBuffer,
    Http2Session,
    Http2Stream,
    /** Of sessions, of which there are none. */
    setCallbackFunctions() {},
    refreshDefaultSettings(): void {
      for (const [index, name] of defaults.entries()) settingsBuffer[index] = dumped.constants[name] ?? 0;
      settingsBuffer[IDX_SETTINGS_FLAGS] = 2 ** defaults.length - 1;
    },
  };
}
