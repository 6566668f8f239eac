const crypto = require('crypto');
// A throw-away key, made by Node 24.
const publicKey =
  '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApYwfnwNto6zlujnoVBM9\nHVxlDNNSnKQ/1OXqUKlfZdYqYdoJokK/AlG7Di8gspyHETFcffOG3R2TPvOl6llW\nYcuzwMxqEAR9ZCdOM9hKCu7aeJ6JTl45xeAXVJ0HOR6NnDR2oNG5eNBrJhFXXpym\noe2eZyPM8LhqnyDrhkWeakIDIbNjtoUXOzZp9kwGmdcdRwyeLeyPD4x2VLw9OnaF\nw8SD39GK5hFkp9/d6u08FB032TSdLpipHiJUNp5DH3Mbfz5aE//4NB7zJVdkvGfu\n8oD2VeVLzkrYs7Slo79ed59dcg+oRwzLjmNXElKYknMY+EyhnslVv0fVyznjZXfa\nGwIDAQAB\n-----END PUBLIC KEY-----\n';
const privateKey =
  '-----BEGIN PRIVATE KEY-----\nMIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCljB+fA22jrOW6\nOehUEz0dXGUM01KcpD/U5epQqV9l1iph2gmiQr8CUbsOLyCynIcRMVx984bdHZM+\n86XqWVZhy7PAzGoQBH1kJ04z2EoK7tp4nolOXjnF4BdUnQc5Ho2cNHag0bl40Gsm\nEVdenKah7Z5nI8zwuGqfIOuGRZ5qQgMhs2O2hRc7Nmn2TAaZ1x1HDJ4t7I8PjHZU\nvD06doXDxIPf0YrmEWSn393q7TwUHTfZNJ0umKkeIlQ2nkMfcxt/PloT//g0HvMl\nV2S8Z+7ygPZV5UvOStiztKWjv153n11yD6hHDMuOY1cSUpiScxj4TKGeyVW/R9XL\nOeNld9obAgMBAAECggEAErLlnXXrK+orFqJU0i5MIGVfypeSBLxus1L26P6AloWe\nyuewX+IPJilqKft7w4D3pqL/MgDQUmh1Sc6GhpZpsekq2BOexUlkimwAIs4C6wI4\nrhgmJTJybx3VNMr51mNTlnm8joSx4OoVuDqMNlUWY0LuOfMqwmPqMygqQkPZ1WGJ\npMPZDnpV/XaW3Gf4JpHmuQ8XAZnrntHaAuX5dzCK971fAhMGsXgbsDo1UOXmmQpA\nRY3j5NKeLld5sd2ZhDyiN92vfPxtTvPuwKY1lIQO57fJN25T9sYcVLmTkbNdMrPW\n3sTQId+SVN2G5ujWIn8uYkMVDnZ9fwTRvt/xQjTzIQKBgQDluzwCb8zbXW2Mqa2a\n3UUG2rU4EG6ivS9UH5U9IhCBpcU0EJAKTETrICkspKpnLp3yGJkKUiW33eEs+OJe\nGQvrvVx6T275/bJjYJVyZmEsCNXiciF3r9hrTKksyNbxt2vQvtAAxbw5iMvlYHOQ\nUTQshS59kOjvsBFzf2floa61uwKBgQC4ehM76lo4qDaEAaG0SkolH1B/Uc0TZGHp\ncswACap3rvl1a58OoglM9VzCE/y/30Kab3QMFYuDbzIFoc6Fh6s2cvwXzbL+wLZ5\nuBoBCxSY5vtCrEICCqDeWyJbFkEmmNg/ir7n0qn6OOriKR9EupYYD4mUNHyccNQ+\n7a3Y9qH3IQKBgCl1P6Ak8vBHjQSMfnLrKZDSGVATzxN5Vrg0tucAZcAv3UXHE2d4\nWhuggy22TbYvOHu/KqctKfdjiEZoZ9mZZYhWdQDxotJkkTPT80Rg63pZ4ddqx1Vl\nG4ZJoGIfoIKgmklilgD9rjkn0bwESvapYOQD6N7qLs9Kk+um+2X6ZqAPAoGAYZI3\nsB4AwCzAQMu4ImqUktPgOKckZ5hVbSsJmQ+DuS+zw5Y7l3q+npS8De6SZU2JpbND\nVszicI8UjwQI/nlGZlMk4NYsUS/Ok8x6/IhGyaSJyrbfZsMGWPUs066OoQKAhgM1\ne9nhi3YlTZ9gaXKixnEZXGjya7AFoo8Fv1abTeECgYBWxA4fB72Z6Sxy4p9gZjo2\nnCvCq2j1G9EB1tY2VIV55Ii44ECc94XPLDA2DQ4ejWCn8hP42MGCkoe8fhg0oKEz\niBqMX4DVjyoV/KIxDRB57k1tprtWvediWnLZf5udo/hNaWBnqK77yP94poDyNzaj\nJ2e1kSYHpD2eCed79eZb0g==\n-----END PRIVATE KEY-----\n';
const ec = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const size = 256;
const t = (name, run) => {
  try {
    const result = run();
    console.log(name, Buffer.isBuffer(result) ? result.toString('hex') : result);
  } catch (error) {
    console.log(
      name,
      error.name,
      error.code,
      error.message,
      error.library,
      error.reason,
      error.opensslErrorStack,
    );
  }
};
const { RSA_PKCS1_PADDING, RSA_NO_PADDING, RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PSS_PADDING } = crypto.constants;
const message = Buffer.from('a message');

// There and back.
for (const options of [
  {},
  { oaepHash: 'sha256' },
  { oaepHash: 'sha512', oaepLabel: Buffer.from('label') },
  { padding: RSA_PKCS1_PADDING },
]) {
  const text = crypto.publicEncrypt({ key: publicKey, ...options }, message);
  t('back', () => text.length + ' ' + crypto.privateDecrypt({ key: privateKey, ...options }, text));
}
t('empty', () => crypto.privateDecrypt(privateKey, crypto.publicEncrypt(publicKey, Buffer.alloc(0))));
t(
  'longest',
  () => crypto.privateDecrypt(privateKey, crypto.publicEncrypt(publicKey, Buffer.alloc(size - 42, 7))).length,
);
t('by the private key', () =>
  crypto.privateDecrypt(privateKey, crypto.publicEncrypt(privateKey, message)).toString(),
);
t('key objects', () =>
  crypto
    .privateDecrypt(
      crypto.createPrivateKey(privateKey),
      crypto.publicEncrypt(crypto.createPublicKey(publicKey), message),
    )
    .toString(),
);
t('encodings', () => {
  const text = crypto.privateEncrypt({ key: crypto.createPrivateKey(privateKey), encoding: 'utf8' }, 'text');
  return crypto
    .publicDecrypt({ key: crypto.createPublicKey(publicKey), encoding: 'hex' }, text.toString('hex'))
    .toString();
});
// The same bytes each time.
const signed = crypto.privateEncrypt(privateKey, message);
t('privateEncrypt', () => signed);
t('publicDecrypt', () => crypto.publicDecrypt(publicKey, signed).toString());
t('none', () => crypto.publicEncrypt({ key: publicKey, padding: RSA_NO_PADDING }, Buffer.alloc(size, 7)));
t('none back', () =>
  crypto.privateDecrypt(
    { key: privateKey, padding: RSA_NO_PADDING },
    crypto.publicEncrypt({ key: publicKey, padding: RSA_NO_PADDING }, Buffer.alloc(size, 7)),
  ),
);
t(
  'none by private',
  () =>
    crypto.publicDecrypt(
      { key: publicKey, padding: RSA_NO_PADDING },
      crypto.privateEncrypt({ key: privateKey, padding: RSA_NO_PADDING }, Buffer.alloc(size, 7)),
    ).length,
);
// A wrong padding of version 1.5 does not show: something is made of the key and the text.
for (let i = 1; i < 5; i++)
  t('implicit ' + i, () =>
    crypto.privateDecrypt({ key: privateKey, padding: RSA_PKCS1_PADDING }, Buffer.alloc(size - i, i)),
  );
t('implicit', () =>
  crypto.privateDecrypt({ key: privateKey, padding: RSA_PKCS1_PADDING }, Buffer.alloc(20, 1)),
);

const options = (padding) => ({ key: publicKey, padding });
t('OAEP too large', () => crypto.publicEncrypt(publicKey, Buffer.alloc(size - 41)));
t('OAEP too large for the hash', () =>
  crypto.publicEncrypt({ key: publicKey, oaepHash: 'sha512' }, Buffer.alloc(size - 129)),
);
t('1.5 too large', () => crypto.publicEncrypt(options(RSA_PKCS1_PADDING), Buffer.alloc(size - 10)));
t('none too small', () => crypto.publicEncrypt(options(RSA_NO_PADDING), Buffer.alloc(size - 1)));
t('none too large', () => crypto.publicEncrypt(options(RSA_NO_PADDING), Buffer.alloc(size + 1)));
t('above the modulus', () => crypto.publicEncrypt(options(RSA_NO_PADDING), Buffer.alloc(size, 255)));
t('no OAEP', () => crypto.privateDecrypt(privateKey, Buffer.alloc(size, 1)));
t('short', () => crypto.privateDecrypt(privateKey, Buffer.alloc(20, 1)));
t('long', () => crypto.privateDecrypt(privateKey, Buffer.alloc(size + 1, 1)));
t('long, 1.5', () =>
  crypto.privateDecrypt({ key: privateKey, padding: RSA_PKCS1_PADDING }, Buffer.alloc(size + 1, 1)),
);
t('above', () => crypto.privateDecrypt(privateKey, Buffer.alloc(size, 255)));
t('other label', () =>
  crypto.privateDecrypt(
    { key: privateKey, oaepLabel: Buffer.from('a') },
    crypto.publicEncrypt({ key: publicKey, oaepLabel: Buffer.from('b') }, message),
  ),
);
t('publicDecrypt of nothing', () => crypto.publicDecrypt(publicKey, Buffer.alloc(size, 1)));
t('publicDecrypt, short', () => crypto.publicDecrypt(publicKey, Buffer.alloc(20, 1)));
t('publicDecrypt, long', () => crypto.publicDecrypt(publicKey, Buffer.alloc(size + 1, 1)));
t('privateEncrypt, short', () =>
  crypto.privateEncrypt({ key: privateKey, padding: RSA_NO_PADDING }, Buffer.alloc(12, 7)),
);
t('privateEncrypt, large', () => crypto.privateEncrypt(privateKey, Buffer.alloc(size - 10, 7)));
t('privateEncrypt, OAEP', () =>
  crypto.privateEncrypt({ key: privateKey, padding: RSA_PKCS1_OAEP_PADDING }, message),
);
t('another key', () => crypto.publicEncrypt(ec.publicKey, message));
t('another key to decrypt', () => crypto.privateDecrypt(ec.privateKey, message));
t('another hash', () => crypto.publicEncrypt({ key: publicKey, oaepHash: 'nope' }, message));
t('another padding', () => crypto.publicEncrypt(options(9), message));
t('PSS', () => crypto.publicEncrypt(options(RSA_PKCS1_PSS_PADDING), message));
t('no key', () => crypto.publicEncrypt('nothing', message));
t('the public key to decrypt', () => crypto.privateDecrypt(publicKey, message));
t('the public key to decrypt, 1.5', () =>
  crypto.privateDecrypt({ key: publicKey, padding: RSA_PKCS1_PADDING }, message),
);
t('long, no padding', () =>
  crypto.privateDecrypt({ key: privateKey, padding: RSA_NO_PADDING }, Buffer.alloc(size + 1, 1)),
);
t('the public key to encrypt', () =>
  crypto.privateEncrypt({ key: publicKey, padding: RSA_NO_PADDING }, Buffer.alloc(size)),
);
