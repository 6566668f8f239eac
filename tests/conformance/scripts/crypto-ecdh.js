const crypto = require('crypto');
const t = (name, run) => {
  try {
    const result = run();
    console.log(name, Buffer.isBuffer(result) ? result.toString('hex') : result);
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
for (const curve of ['prime256v1', 'secp256k1', 'secp384r1', 'secp521r1', 'P-256']) {
  t('make ' + curve, () => {
    const a = crypto.createECDH(curve),
      b = crypto.createECDH(curve);
    a.generateKeys();
    b.generateKeys();
    return (
      a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey(null, 'compressed'))) +
      ' ' +
      a.getPublicKey().length +
      ' ' +
      a.getPublicKey(null, 'compressed').length +
      ' ' +
      a.getPublicKey(null, 'hybrid').length
    );
  });
}
t('curve', () => crypto.createECDH('nope'));
const e = crypto.createECDH('prime256v1');
t('nopub', () => e.getPublicKey());
t('nopriv', () => e.getPrivateKey());
t('nosec', () => e.computeSecret(Buffer.alloc(65)));
t('badpriv', () => e.setPrivateKey(Buffer.alloc(32)));
t('bigpriv', () => e.setPrivateKey(Buffer.alloc(32, 255)));
t('emptypriv', () => e.setPrivateKey(Buffer.alloc(0)));
t('nopub2', () => e.getPublicKey());
t('set', () => {
  e.setPrivateKey('07', 'hex');
  return e.getPublicKey('hex', 'compressed') + ' ' + e.getPrivateKey('hex');
});
t('hyb', () => e.getPublicKey('hex', 'hybrid'));
t('long priv', () => {
  e.setPrivateKey(Buffer.concat([Buffer.alloc(3), Buffer.from([9])]));
  return e.getPrivateKey('hex') + ' ' + e.getPublicKey('hex');
});
t('badpoint', () => e.computeSecret(Buffer.alloc(65, 4)));
t('badpoint2', () => e.computeSecret(Buffer.alloc(3)));
t('inf', () => e.computeSecret(Buffer.alloc(1)));
t('fmt', () => e.getPublicKey('hex', 'x'));
t('conv', () => crypto.ECDH.convertKey(e.getPublicKey(), 'prime256v1', undefined, 'hex', 'compressed'));
t('conv2', () =>
  crypto.ECDH.convertKey(e.getPublicKey('hex', 'compressed'), 'prime256v1', 'hex', 'hex', 'uncompressed'),
);
t('conv3', () =>
  crypto.ECDH.convertKey(e.getPublicKey('hex', 'hybrid'), 'prime256v1', 'hex', 'hex', 'uncompressed'),
);
t('convbad', () => crypto.ECDH.convertKey(Buffer.alloc(5), 'prime256v1'));
t('convcurve', () => crypto.ECDH.convertKey(Buffer.alloc(5), 'nope'));
t('setpub', () => {
  const f = crypto.createECDH('prime256v1');
  f.setPublicKey(e.getPublicKey());
  return f.getPublicKey('hex');
});
t('setpub sec', () => {
  const f = crypto.createECDH('prime256v1');
  f.setPublicKey(e.getPublicKey());
  return f.computeSecret(e.getPublicKey());
});
t('setpub bad', () => {
  const f = crypto.createECDH('prime256v1');
  f.setPublicKey(Buffer.alloc(3));
});
t('mismatch', () => {
  const f = crypto.createECDH('prime256v1');
  f.generateKeys();
  f.setPublicKey(e.getPublicKey());
  return f.computeSecret(e.getPublicKey()).length;
});
