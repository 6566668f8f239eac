const crypto = require('crypto');
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
const message = Buffer.from('The quick brown fox jumps over the lazy dog, twice.');
for (const bits of [128, 192, 256]) {
  for (const mode of ['cfb', 'cfb8', 'cfb1', 'ofb']) {
    const name = `aes-${bits}-${mode}`;
    attempt(name, () => {
      const { keyLength, ivLength, ...info } = crypto.getCipherInfo(name);
      const [key, iv] = [Buffer.alloc(keyLength, 7), Buffer.alloc(ivLength, 9)];
      const cipher = crypto.createCipheriv(name, key, iv);
      // In pieces that end within blocks.
      const made = Buffer.concat([cipher.update(message.subarray(0, 5)), cipher.update(message.subarray(5)), cipher.final()]);
      const decipher = crypto.createDecipheriv(name, key, iv);
      return [info, made.toString('hex'), decipher.update(made, null, 'utf8') + decipher.final('utf8')];
    });
  }
  for (const [ivLength, authTagLength] of [[12, 16], [7, 4], [13, 10]]) {
    const name = `aes-${bits}-ccm`;
    attempt(name, () => {
      const [key, iv] = [Buffer.alloc(bits / 8, 7), Buffer.alloc(ivLength, 9)];
      const cipher = crypto.createCipheriv(name, key, iv, { authTagLength });
      cipher.setAAD(Buffer.from('header'), { plaintextLength: message.length });
      const made = Buffer.concat([cipher.update(message), cipher.final()]);
      const tag = cipher.getAuthTag();
      const decipher = crypto.createDecipheriv(name, key, iv, { authTagLength });
      decipher.setAuthTag(tag);
      decipher.setAAD(Buffer.from('header'), { plaintextLength: made.length });
      return [made.toString('hex'), tag.toString('hex'), decipher.update(made, null, 'utf8') + decipher.final('utf8')];
    });
  }
}
const ccm = (create, ivLength = 12, authTagLength = 16) =>
  create('aes-128-ccm', Buffer.alloc(16), Buffer.alloc(ivLength), { authTagLength });
const { createCipheriv: encrypt, createDecipheriv: decrypt } = crypto;
attempt('no tag length', () => encrypt('aes-128-ccm', Buffer.alloc(16), Buffer.alloc(12)));
attempt('bad tag length', () => ccm(encrypt, 12, 5));
attempt('short iv', () => ccm(encrypt, 6));
attempt('long iv', () => ccm(encrypt, 14));
attempt('no length', () => ccm(encrypt).setAAD(Buffer.from('a')));
attempt('in two pieces', () => {
  const cipher = ccm(encrypt);
  cipher.update('a');
  cipher.update('b');
});
attempt('another length', () => ccm(encrypt).setAAD(Buffer.from('a'), { plaintextLength: 3 }).update('ab'));
attempt('too long', () => ccm(encrypt, 13).update(Buffer.alloc(70_000)));
attempt('nothing', () => {
  const cipher = ccm(encrypt, 13, 4);
  cipher.final();
  return cipher.getAuthTag().toString('hex');
});
attempt('forged', () => {
  const decipher = ccm(decrypt);
  decipher.setAuthTag(Buffer.alloc(16));
  console.log(decipher.update('a'));
  decipher.final();
});
attempt('long header', () => {
  const cipher = ccm(encrypt);
  cipher.setAAD(Buffer.alloc(70_000, 1), { plaintextLength: 1 });
  return [cipher.update('a', 'utf8', 'hex'), cipher.final('hex'), cipher.getAuthTag().toString('hex')];
});
console.log([7, 6, 13, 14].map((ivLength) => crypto.getCipherInfo('aes-128-ccm', { ivLength })?.ivLength));
console.log(crypto.getCiphers().includes('aes-256-ccm'), crypto.getCipherInfo(425).name);

const parameters = { message: 'password', nonce: 'some salt', parallelism: 2, tagLength: 24, memory: 64, passes: 3 };
for (const type of ['argon2d', 'argon2i', 'argon2id'])
  attempt(type, () => crypto.argon2Sync(type, parameters).toString('hex'));
const extra = { ...parameters, secret: Buffer.from('pepper'), associatedData: Buffer.from('data') };
attempt('argon2id', () => crypto.argon2Sync('argon2id', extra).toString('hex'));
crypto.argon2('argon2id', extra, (error, tag) => console.log(error, tag.length));
