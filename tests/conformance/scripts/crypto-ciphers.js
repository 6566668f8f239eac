const crypto = require('crypto');
const bytes = (n, s = 1) => Buffer.from(Array.from({ length: n }, (_, i) => (i * 7 + s) & 255));
const attempt = (name, f) => { try { console.log(name, f()); } catch (e) { console.log(name, e.name, e.code, e.message, e.library, e.reason); } };
for (const name of ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes256', 'aes-128-ctr', 'aes-256-ctr', 'aes-128-ecb', 'AES-256-ECB', 'aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'chacha20-poly1305']) {
  const info = crypto.getCipherInfo(name); console.log(info);
  const key = bytes(info.keyLength), iv = info.ivLength ? bytes(info.ivLength, 9) : null;
  const auth = /gcm|poly/.test(name);
  for (const size of [0, 1, 15, 16, 17, 100]) {
    const c = crypto.createCipheriv(name, key, iv); if (auth && size > 1) c.setAAD(bytes(size));
    const parts = [c.update(bytes(size).subarray(0, 5)), c.update(bytes(size).subarray(5, 30)), c.update(bytes(size).subarray(30)), c.final()];
    const sealed = Buffer.concat(parts); console.log(size, parts.map((p) => p.length), sealed.toString('base64'), auth ? c.getAuthTag().toString('hex') : '');
    const d = crypto.createDecipheriv(name, key, iv); if (auth) { if (size > 1) d.setAAD(bytes(size)); d.setAuthTag(c.getAuthTag()); }
    console.log(Buffer.concat([d.update(sealed.subarray(0, 20)), d.update(sealed.subarray(20)), d.final()]).equals(bytes(size)));
  }
}
attempt('text', () => { const c = crypto.createCipheriv('aes-128-cbc', 'k'.repeat(16), 'i'.repeat(16)); return c.update('héllo', 'utf8', 'hex') + c.final('hex'); });
attempt('iv size', () => { const c = crypto.createCipheriv('aes-256-gcm', bytes(32), bytes(20)); return c.update('x', 'utf8', 'hex') + c.final('hex') + c.getAuthTag().toString('hex'); });
attempt('short tag', () => { const c = crypto.createCipheriv('aes-256-gcm', bytes(32), bytes(12), { authTagLength: 8 }); c.final(); return c.getAuthTag().length; });
attempt('no padding', () => { const c = crypto.createCipheriv('aes-128-cbc', bytes(16), bytes(16)); c.setAutoPadding(false); return c.update(bytes(16), null, 'hex') + c.final('hex'); });
attempt('bad decrypt', () => { const d = crypto.createDecipheriv('aes-128-cbc', bytes(16), bytes(16)); d.update(bytes(32)); return d.final(); });
attempt('wrong length', () => { const d = crypto.createDecipheriv('aes-128-cbc', bytes(16), bytes(16)); d.update(bytes(5)); return d.final(); });
attempt('bad tag', () => { const d = crypto.createDecipheriv('aes-128-gcm', bytes(16), bytes(12)); d.setAuthTag(bytes(16)); d.update(bytes(5)); return d.final(); });
attempt('unknown', () => crypto.createCipheriv('nope', bytes(16), null));
attempt('key length', () => crypto.createCipheriv('aes-128-cbc', bytes(15), bytes(16)));
attempt('iv length', () => crypto.createCipheriv('aes-128-cbc', bytes(16), bytes(15)));
attempt('no iv', () => crypto.createCipheriv('aes-128-cbc', bytes(16), null));
attempt('tag length', () => crypto.createDecipheriv('aes-128-gcm', bytes(16), bytes(12)).setAuthTag(bytes(3)));
attempt('early tag', () => crypto.createCipheriv('aes-128-gcm', bytes(16), bytes(12)).getAuthTag());
attempt('twice', () => { const c = crypto.createCipheriv('aes-128-cbc', bytes(16), bytes(16)); c.final(); return c.final(); });
attempt('after', () => { const c = crypto.createCipheriv('aes-128-cbc', bytes(16), bytes(16)); c.final(); return c.update('x'); });
console.log(crypto.getCipherInfo('aes-128-cbc', { keyLength: 3 }), crypto.getCipherInfo(419)?.name, crypto.getCiphers().includes('aes-256-gcm'));
const { pipeline } = require('stream/promises'); const { Readable } = require('stream');
pipeline(Readable.from([bytes(1000)]), crypto.createCipheriv('aes-256-ctr', bytes(32), bytes(16)), crypto.createDecipheriv('aes-256-ctr', bytes(32), bytes(16)), async (s) => { let n = 0; for await (const c of s) n += c.length; console.log('stream', n); });
const secret = crypto.createSecretKey(bytes(32)); console.log(crypto.createCipheriv('aes-256-cbc', secret, bytes(16)).final('hex'));
