// The TLS members of `internalBinding('crypto')`, as far as a client of other machines needs one: the browser does the TLS
// and checks the certificates, so what only tunes the handshake is accepted, and what would change whom the program
// trusts or how it identifies itself is refused.

import type { Binding, Realm } from '../realm.ts';

/** Tuning: protocol versions, ciphers, curves, sessions. The browser has its own. */
const accepted = (
  'addRootCerts setCiphers setCipherSuites setSigalgs setECDHCurve setOptions setCertificateCompression ' +
  'setSessionIdContext setSessionTimeout setAllowPartialTrustChain enableTicketKeyCallback close'
).split(' ');
/** A certificate authority, a client certificate or key, a revocation list: nothing of it can reach the browser. */
const refused =
  'addCACert setCert setKey setEngineKey setClientCertEngine loadPKCS12 addCRL setDHParam setTicketKeys getTicketKeys'.split(
    ' ',
  );

/** For the crypto binding to include. */
export function tlsCryptoMembers(realm: Realm): Binding {
  return {
    SecureContext: createSecureContextClass(realm),
    /** The browser has its own roots, loaded before any page. */
    startLoadingCertificatesOffThread() {},
  };
}

function createSecureContextClass(realm: Realm): new () => object {
  class SecureContext {
    #minimum = 0;
    #maximum = 0;
    init(_protocol: unknown, minimum: number, maximum: number): void {
      this.#minimum = minimum;
      this.#maximum = maximum;
    }
    getMinProto(): number {
      return this.#minimum;
    }
    getMaxProto(): number {
      return this.#maximum;
    }
    setMinProto(version: number): void {
      this.#minimum = version;
    }
    setMaxProto(version: number): void {
      this.#maximum = version;
    }
  }
  for (const name of accepted)
    Object.defineProperty(SecureContext.prototype, name, { value() {}, configurable: true, writable: true });
  for (const name of refused)
    Object.defineProperty(SecureContext.prototype, name, {
      value: () => realm.unavailable(`tls.SecureContext#${name} (TLS is the browser's)`),
      configurable: true,
      writable: true,
    });
  return SecureContext;
}
