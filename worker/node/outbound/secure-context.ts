// SecureContext of `internalBinding('crypto')`, as far as a client of other machines needs one: the browser does the TLS
// and checks the certificates, so what only tunes the handshake is accepted, and what would change whom the program
// trusts or how it identifies itself is refused.

import type { Realm } from '../realm.ts';

/** Tuning: protocol versions, ciphers, curves, sessions. The browser has its own. */
const accepted = (
  'init addRootCerts setCiphers setCipherSuites setSigalgs setECDHCurve setOptions setMinProto setMaxProto ' +
  'setSessionIdContext setSessionTimeout setAllowPartialTrustChain enableTicketKeyCallback close'
).split(' ');
/** A certificate authority, a client certificate or key, a revocation list: nothing of it can reach the browser. */
const refused =
  'addCACert setCert setKey setEngineKey setClientCertEngine loadPKCS12 addCRL setDHParam setTicketKeys getTicketKeys'.split(
    ' ',
  );

export function createSecureContextClass(realm: Realm): new () => object {
  class SecureContext {}
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
