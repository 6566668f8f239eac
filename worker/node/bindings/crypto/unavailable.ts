// What of OpenSSL has no counterpart here. Loading Node's crypto module needs these members; using one says what is missing.
import type { Binding, Realm } from '../../realm.ts';

const jobs: Readonly<Record<string, string>> = {
  ChaCha20Poly1305CipherJob: 'ChaCha20-Poly1305',
  CShakeJob: 'cSHAKE',
  DHKeyExportJob: 'the export of Diffie-Hellman keys',
  DhKeyPairGenJob: 'Diffie-Hellman key pairs',
  DsaKeyPairGenJob: 'DSA key pairs',
  ECKeyExportJob: 'this export of EC keys',
  KangarooTwelveJob: 'KangarooTwelve',
  KEMDecapsulateJob: 'key encapsulation',
  KEMEncapsulateJob: 'key encapsulation',
  KmacJob: 'KMAC',
  RSAKeyExportJob: 'this export of RSA keys',
  TurboShakeJob: 'TurboSHAKE',
};

const functions: Readonly<Record<string, string>> = {
  certExportChallenge: 'SPKAC',
  certExportPublicKey: 'SPKAC',
  certVerifySpkac: 'SPKAC',
  getExtraCACertificates: 'root certificates',
  getSystemCACertificates: 'root certificates',
  getUserRootCertificates: 'root certificates',
  parseX509: 'X.509 certificates',
  resetRootCertStore: 'root certificates',
  setEngine: 'an OpenSSL engine',
};

export function createUnavailableMembers(realm: Realm): Binding {
  const members: Binding = {};
  for (const [name, feature] of Object.entries(jobs)) {
    members[name] = class extends realm.AsyncWrap {
      constructor() {
        super('NONE');
        realm.unavailable(feature);
      }
      run(): void {}
    };
  }
  for (const [name, feature] of Object.entries(functions)) {
    members[name] = () => realm.unavailable(feature);
  }
  return members;
}
