// Keys and blobs go to another thread and come back.
const { Worker, isMainThread, parentPort } = require('worker_threads');
const crypto = require('crypto');

const { subtle } = globalThis.crypto;

async function inThread(keys) {
  const { secret, pair, hmac, ecdsa, blob, pooled } = keys;
  const signed = crypto.sign('sha256', Buffer.from('text'), pair.privateKey);
  parentPort.postMessage({
    shown: [secret, pair.publicKey, pair.privateKey].map((key) => [
      key instanceof crypto.KeyObject,
      key.constructor.name,
      key.type,
      key.asymmetricKeyType,
      key.symmetricKeySize,
    ]),
    verified: crypto.verify('sha256', Buffer.from('text'), pair.publicKey, signed),
    hmac: [hmac instanceof CryptoKey, hmac.extractable, hmac.usages, hmac.algorithm],
    mac: Buffer.from(await subtle.sign('HMAC', hmac, Buffer.from('x'))).toString('hex'),
    signature: await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, ecdsa, Buffer.from('y')),
    text: await blob.text(),
    of: [blob instanceof Blob, blob.type, blob.size, await pooled.text()],
    back: { secret, hmac },
  });
  parentPort.close();
}

async function main() {
  const secret = crypto.createSecretKey(Buffer.from('0123456789abcdef'));
  const pair = crypto.generateKeyPairSync('ed25519');
  const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
  const usage = ['sign', 'verify'];
  const hmac = await subtle.importKey('raw', Buffer.from('key'), { name: 'HMAC', hash: 'SHA-256' }, false, usage);
  const ecdsa = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, usage);
  const blob = new Blob(['a', Buffer.from('bc')], { type: 'text/plain' });
  const worker = new Worker(__filename);
  worker.on('message', async ({ signature, back, ...rest }) => {
    console.log(rest);
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    console.log(await subtle.verify(how, ecdsa.publicKey, signature, Buffer.from('y')));
    console.log(back.secret.equals(secret), back.secret.export().toString(), back.hmac.extractable);
    await subtle.exportKey('raw', back.hmac).catch((error) => console.log(error.name));
  });
  worker.postMessage({
    ...{ secret, hmac, blob, ecdsa: ecdsa.privateKey },
    pair: { privateKey: rsa.privateKey, publicKey: rsa.publicKey },
    pooled: blob.slice(1, 3),
  });
  const copy = structuredClone({ key: pair.publicKey });
  console.log(copy.key.equals(pair.publicKey));
}

if (isMainThread) void main();
else parentPort.on('message', inThread);
