// `internalBinding('tls_wrap')`: TLS to other machines is the browser's, so a TLSWrap over an outbound connection passes
// bytes through and only marks the connection as https:. Everywhere else (a TLS server, TLS between processes) it
// refuses. It has no life of its own: it ends with the TCP handle that it wraps.

import { isOutboundChannel } from '../outbound/outbound.ts';
import type { AsyncWrapInstance, Binding, HandleWrapInstance, Realm } from '../realm.ts';
import { isStreamHandle, withStreamBase, type StreamHandle } from './stream-base.ts';

/** Members that configure a handshake that is not ours to configure: accepted. */
const ignored = [
  'setVerifyMode',
  'enableSessionCallbacks',
  'enableKeylogCallback',
  'setSession',
  'requestOCSP',
];
/** Members that would tell or change what only the end of a TLS connection knows. */
const refused = (
  'certCbDone enableCertCb enableALPNCb endParser enableTrace loadSession newSessionDone receive renegotiate ' +
  'setALPNProtocolsCallback setKeyCert setOCSPResponse exportKeyingMaterial getCertificate getX509Certificate ' +
  'getFinished getPeerX509Certificate getPeerFinished getSharedSigalgs setMaxSendFragment enablePskCallback ' +
  'setPskIdentityHint'
).split(' ');

export function createTlsWrapBinding(realm: Realm): Binding {
  const { loop } = realm;
  const parents = new WeakMap<AsyncWrapInstance, AsyncWrapInstance>();
  const Base = withStreamBase(realm, realm.AsyncWrap, {
    started: (stream) => realm.startHandle(parents.get(stream) as HandleWrapInstance),
    stopped: (stream) => realm.stopHandle(parents.get(stream) as HandleWrapInstance),
  });

  class TLSWrap extends Base {
    readonly #parent: StreamHandle;
    #servername: string | false = false;
    onhandshakedone: (() => void) | undefined;
    onerror: ((error: Error) => void) | undefined;

    constructor(parent: StreamHandle) {
      super('TLSWRAP');
      this.#parent = parent;
      parents.set(this, parent);
    }
    /** The handshake: nothing to do but to say what the connection is for. */
    start(): void {
      const channel = this.#parent.detachChannel();
      if (!isOutboundChannel(channel)) {
        channel?.close();
        loop.post(() => this.#refuse());
        return;
      }
      channel.secure();
      this.attachChannel(channel);
      loop.post(() => {
        if (this.onhandshakedone !== undefined) loop.makeCallback(this, this.onhandshakedone, []);
      });
    }
    #refuse(): void {
      let refusal: unknown;
      try {
        realm.unavailable('TLS between processes (the browser does TLS only to other machines)');
      } catch (error) {
        refusal = error;
      }
      if (this.onerror !== undefined) loop.makeCallback(this, this.onerror, [refusal]);
    }
    destroySSL(): void {
      this.closeStream();
    }
    writesIssuedByPrevListenerDone(): void {}
    setServername(name: string): void {
      this.#servername = name;
    }
    getServername(): string | false {
      return this.#servername;
    }
    setALPNProtocols(): void {}
    /** HTTP/1.1 is what the bridge speaks, whatever the browser does. */
    getALPNNegotiatedProtocol(): false {
      return false;
    }
    /** The browser has verified the peer, or the request fails. */
    verifyError(): undefined {
      return undefined;
    }
    /** True, so that Node does not look for a certificate that it cannot be shown. */
    isSessionReused(): boolean {
      return true;
    }
    getEphemeralKeyInfo(): object {
      return {};
    }
    getPeerCertificate(): undefined {
      return undefined;
    }
    getSession(): undefined {
      return undefined;
    }
    getTLSTicket(): undefined {
      return undefined;
    }
    getProtocol(): null {
      return null;
    }
    getCipher(): undefined {
      return undefined;
    }
    get fd(): number {
      return -1;
    }
  }
  const define = (name: string, value: () => void): void =>
    void Object.defineProperty(TLSWrap.prototype, name, { value, configurable: true, writable: true });
  for (const name of ignored) define(name, () => {});
  for (const name of refused) define(name, () => realm.unavailable(`TLSWrap#${name} (TLS is the browser's)`));

  return {
    HAVE_SSL_TRACE: true,
    TLSWrap,
    wrap(handle: unknown, _context: object, isServer: boolean): TLSWrap {
      if (isServer) realm.unavailable('tls.Server (a browser cannot accept TLS)');
      if (!isStreamHandle(handle)) throw new TypeError('the handle is no native stream');
      return new TLSWrap(handle);
    },
  };
}
