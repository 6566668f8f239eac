const crypto = require('crypto');
const { generateKeyPair, generateKeyPairSync, createPrivateKey, sign } = crypto;
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message, error.opensslErrorStack);
  }
};
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;

for (const cipher of ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes256', 'aes-128-ecb', 'aes-256-cfb', 'aes-256-ofb']) {
  attempt(cipher, () => {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase: 'top secret' });
    const back = createPrivateKey({ key: pem, passphrase: 'top secret' });
    return [pem.split('\n')[0], pem.split('\n').length, back.equals(privateKey)];
  });
}
for (const cipher of ['aes-256-gcm', 'aes-256-ctr', 'no-such-cipher'])
  attempt(cipher, () => privateKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase: 'x' }));
for (const [type, key] of [['sec1', privateKey], ['pkcs1', rsa]]) {
  attempt(type, () => {
    const pem = key.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
    const lines = pem.split('\n');
    return [lines[0], lines[1], /^DEK-Info: AES-256-CBC,[0-9A-F]{32}$/.test(lines[2]), lines[3], lines.length,
      createPrivateKey({ key: pem, passphrase: 'x' }).equals(key)];
  });
  attempt(type + ' as DER', () => key.export({ type, format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' }));
  const pem = key.export({ type, format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' });
  attempt(type + ' without', () => createPrivateKey(pem));
}
const der = privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: Buffer.from('x') });
attempt('DER', () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase: 'x' }).equals(privateKey));
attempt('DER without', () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
const pem = rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
attempt('PEM without', () => createPrivateKey(pem));
attempt('too long', () => createPrivateKey({ key: pem, passphrase: 'x'.repeat(1025) }));
attempt('to sign with', () => sign('sha256', Buffer.from('m'), { key: pem, passphrase: 'x' }).length);
attempt('to sign without', () => sign('sha256', Buffer.from('m'), pem));
attempt('no passphrase', () => rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc' }));
attempt('not needed', () => createPrivateKey({ key: rsa.export({ type: 'pkcs8', format: 'pem' }), passphrase: 'x' }).type);
// Made by OpenSSL 3.
const made = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIH0MF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBClUqnnMZm8KFCN2r0K
4T43AgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQLyelB0A8Rv7yQxpW
FYUR9ASBkK3TyuSaeUXC8dW6rYt7+n7SviYUMmdF4qVq03ZaPTLu9U/lfqvAysjm
xdtyAOkC0xGWTIMNDnkc+eYYvcriT/HH5N8o8tbNp4QU2eTHCBDhamIwUzT8brEL
f8A7g7ZlwPpCLxhIHrUXJHMiGrQKsKzdD8QsCd1tL6OoVKolt901HOQxf9HUgncx
J/xDk0me+w==
-----END ENCRYPTED PRIVATE KEY-----`;
attempt('made by OpenSSL', () => createPrivateKey({ key: made, passphrase: 'x' }).export({ format: 'jwk' }));
attempt('with another passphrase', () => createPrivateKey({ key: made, passphrase: 'y' }));
const encodings = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'top secret' },
};
generateKeyPair('rsa', { modulusLength: 1024, ...encodings }, (error, publicKey, encrypted) => {
  console.log(error, publicKey.split('\n')[0], encrypted.split('\n')[0]);
  const signature = crypto.sign('sha256', Buffer.from('m'), { key: encrypted, passphrase: 'top secret' });
  console.log(crypto.verify('sha256', Buffer.from('m'), publicKey, signature));
});
