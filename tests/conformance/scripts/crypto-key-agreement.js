const crypto = require('crypto');
const { promisify } = require('util');
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
const kinds = [
  ['ec', { namedCurve: 'P-256' }], ['ec', { namedCurve: 'P-384' }], ['ec', { namedCurve: 'P-521' }],
  ['ec', { namedCurve: 'secp256k1' }], ['x25519'], ['x448'],
];
for (const [type, options] of kinds) {
  attempt(`${type} ${options?.namedCurve ?? ''}`, () => {
    const [a, b] = [crypto.generateKeyPairSync(type, options), crypto.generateKeyPairSync(type, options)];
    const ours = crypto.diffieHellman({ privateKey: a.privateKey, publicKey: b.publicKey });
    const theirs = crypto.diffieHellman({ privateKey: b.privateKey, publicKey: a.publicKey });
    return [ours.length, ours.equals(theirs)];
  });
}
const pair = (type, options) => crypto.generateKeyPairSync(type, options);
attempt('two types', () => crypto.diffieHellman({ privateKey: pair('x25519').privateKey, publicKey: pair('x448').publicKey }));
attempt('two curves', () =>
  crypto.diffieHellman({
    privateKey: pair('ec', { namedCurve: 'P-256' }).privateKey,
    publicKey: pair('ec', { namedCurve: 'P-384' }).publicKey,
  }),
);
const known = (d, x) => crypto.createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', d, x }, format: 'jwk' });
const alice = known('dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo', 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo');
const bob = known('XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os', '3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08');
attempt('RFC 7748', () => crypto.diffieHellman({ privateKey: alice, publicKey: crypto.createPublicKey(bob) }).toString('hex'));

(async () => {
  for (const type of ['ed448', 'x448', 'ed25519']) {
    const { publicKey, privateKey } = await promisify(crypto.generateKeyPair)(type);
    console.log(type, publicKey.asymmetricKeyType, publicKey.export({ type: 'spki', format: 'der' }).length,
      privateKey.export({ type: 'pkcs8', format: 'der' }).length, privateKey.export({ format: 'jwk' }).crv);
    if (type === 'x448') continue;
    const signature = await promisify(crypto.sign)(null, Buffer.from('m'), privateKey);
    console.log(signature.length, crypto.verify(null, Buffer.from('m'), publicKey, signature));
  }
  const { publicKey, privateKey } = await promisify(crypto.generateKeyPair)('ec', { namedCurve: 'secp256k1' });
  const signature = await promisify(crypto.sign)('sha256', Buffer.from('m'), privateKey);
  console.log(await promisify(crypto.verify)('sha256', Buffer.from('m'), publicKey, signature));
})();
