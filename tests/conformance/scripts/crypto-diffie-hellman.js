const crypto = require('crypto');
const t = (name, run) => {
  try {
    const result = run();
    console.log(name, Buffer.isBuffer(result) ? result.toString('hex') : result);
  } catch (error) {
    console.log(name, error.name, error.code, error.message, error.reason);
  }
};
for (const g of ['modp1', 'modp2', 'modp5', 'modp14', 'modp15', 'modp16', 'modp17', 'modp18', 'MODP14'])
  t(g, () => {
    const d = crypto.getDiffieHellman(g);
    return [
      crypto.createHash('sha256').update(d.getPrime()).digest('hex'),
      d.getPrime().length,
      d.getGenerator('hex'),
      d.verifyError,
    ].join(' ');
  });
t('group', () => crypto.createDiffieHellmanGroup('nope'));
t('agree', () => {
  const a = crypto.getDiffieHellman('modp14'),
    b = crypto.getDiffieHellman('modp14');
  a.generateKeys();
  b.generateKeys();
  return (
    a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey())) +
    ' ' +
    (a.getPublicKey().length > 240) +
    ' ' +
    a.computeSecret(b.getPublicKey()).length +
    typeof a.setPublicKey +
    Object.keys(a)
  );
});
const p = crypto.getDiffieHellman('modp2').getPrime();
t('own', () => {
  const a = crypto.createDiffieHellman(p),
    b = crypto.createDiffieHellman(p, 2);
  a.setPrivateKey(Buffer.from('0123456789abcdef', 'hex'));
  return [a.verifyError, b.verifyError, a.getPrivateKey('hex'), a.getGenerator('hex')].join(' ');
});
t('nopub', () => crypto.createDiffieHellman(p).getPublicKey());
t('nopriv', () => crypto.createDiffieHellman(p).getPrivateKey());
t('setpriv gen', () => {
  const a = crypto.createDiffieHellman(p);
  a.setPrivateKey(Buffer.from('0123456789abcdef', 'hex'));
  return a.generateKeys('hex');
});
t('setpriv nopub', () => {
  const a = crypto.createDiffieHellman(p);
  a.setPrivateKey(Buffer.from('0123456789abcdef', 'hex'));
  return a.getPublicKey('hex');
});
t('secret nopriv', () => {
  const a = crypto.createDiffieHellman(p);
  return a.computeSecret(Buffer.from([7]));
});
t('setpub', () => {
  const a = crypto.createDiffieHellman(p);
  a.setPublicKey('07', 'hex');
  return a.getPublicKey('hex');
});
const k = crypto.createDiffieHellman(p);
k.setPrivateKey(Buffer.from('0123456789abcdef', 'hex'));
t('secret', () => k.computeSecret(Buffer.from('fedcba9876543210', 'hex')).toString('hex'));
t('secret small', () => k.computeSecret(Buffer.from([3])).toString('hex').length);
t('zero', () => k.computeSecret(Buffer.alloc(1)));
t('one', () => k.computeSecret(Buffer.from([1])));
t('big', () => k.computeSecret(p));
t('p-1', () => {
  const q = Buffer.from(p);
  q[q.length - 1] ^= 1;
  return k.computeSecret(q);
});
t('empty', () => k.computeSecret(Buffer.alloc(0)));
t('enc', () => k.computeSecret('fedc', 'hex', 'base64'));
for (const [n, ...a] of [
  ['23', Buffer.from([23])],
  ['23,5', Buffer.from([23]), 5],
  ['15', Buffer.from([15]), 2],
  ['13', Buffer.from([13]), 2],
  ['even', Buffer.from([22]), 2],
  ['hex', p.toString('hex'), 'hex'],
  ['g0', p, 0],
  ['g1', p, 1],
  ['gneg', p, -1],
  ['gbuf', p, Buffer.from([5])],
  ['g0buf', p, Buffer.alloc(1)],
  ['gempty', p, Buffer.alloc(0)],
  ['gstr', p, '02', 'hex'],
  ['zero', 0],
  ['-1', -1],
  ['1', 1],
  ['16', 16],
  ['size g0', 512, 0],
  ['size g1', 512, 1],
])
  t('new ' + n, () => {
    const d = crypto.createDiffieHellman(...a);
    return [d.verifyError, d.getGenerator('hex'), d.getPrime('hex').length].join(' ');
  });
t('512', () => {
  const d = crypto.createDiffieHellman(512);
  return [d.verifyError, d.getPrime().length, d.getGenerator('hex'), d.generateKeys().length].join(' ');
});
t('512,5', () => {
  const d = crypto.createDiffieHellman(512, 5);
  return [d.verifyError, d.getPrime().length, d.getGenerator('hex')].join(' ');
});
t('23 keys', () => {
  const d = crypto.createDiffieHellman(Buffer.from([23]), 5);
  return d.generateKeys().length + ' ' + d.getPrivateKey().length;
});
t('modp14 privlen', () => {
  const d = crypto.getDiffieHellman('modp14');
  d.generateKeys();
  return d.getPrivateKey().length <= 256;
});
