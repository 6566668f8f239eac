// `internalBinding('stream_wrap')`: the request classes of native streams, and the array through which a stream tells
// Node's lib what a call did (JavaScript reads it right after the call). One per realm, shared by all streams.

import type { AsyncWrapClass, Binding, Realm } from '../realm.ts';

export interface StreamWrap {
  readonly WriteWrap: AsyncWrapClass;
  readonly ShutdownWrap: AsyncWrapClass;
  readonly streamBaseState: Int32Array;
  readonly kReadBytesOrError: number;
  readonly kArrayBufferOffset: number;
  readonly kBytesWritten: number;
  readonly kLastWriteWasAsync: number;
}

const ofRealm = new WeakMap<Realm, StreamWrap>();

export function streamWrap(realm: Realm): StreamWrap {
  let wrap = ofRealm.get(realm);
  if (wrap === undefined) {
    class WriteWrap extends realm.AsyncWrap {
      constructor() {
        super('WRITEWRAP');
      }
    }
    class ShutdownWrap extends realm.AsyncWrap {
      constructor() {
        super('SHUTDOWNWRAP');
      }
    }
    wrap = {
      WriteWrap,
      ShutdownWrap,
      streamBaseState: new Int32Array(4),
      kReadBytesOrError: 0,
      kArrayBufferOffset: 1,
      kBytesWritten: 2,
      kLastWriteWasAsync: 3,
    };
    ofRealm.set(realm, wrap);
  }
  return wrap;
}

export function createStreamWrapBinding(realm: Realm): Binding {
  return { ...streamWrap(realm) };
}
