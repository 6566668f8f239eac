const crypto = require('crypto');
// Made by Node 24: throw-away keys, and signatures of 'known'.
const keys = {
 "rsa": {
  "publicKey": "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApYwfnwNto6zlujnoVBM9\nHVxlDNNSnKQ/1OXqUKlfZdYqYdoJokK/AlG7Di8gspyHETFcffOG3R2TPvOl6llW\nYcuzwMxqEAR9ZCdOM9hKCu7aeJ6JTl45xeAXVJ0HOR6NnDR2oNG5eNBrJhFXXpym\noe2eZyPM8LhqnyDrhkWeakIDIbNjtoUXOzZp9kwGmdcdRwyeLeyPD4x2VLw9OnaF\nw8SD39GK5hFkp9/d6u08FB032TSdLpipHiJUNp5DH3Mbfz5aE//4NB7zJVdkvGfu\n8oD2VeVLzkrYs7Slo79ed59dcg+oRwzLjmNXElKYknMY+EyhnslVv0fVyznjZXfa\nGwIDAQAB\n-----END PUBLIC KEY-----\n",
  "privateKey": "-----BEGIN PRIVATE KEY-----\nMIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCljB+fA22jrOW6\nOehUEz0dXGUM01KcpD/U5epQqV9l1iph2gmiQr8CUbsOLyCynIcRMVx984bdHZM+\n86XqWVZhy7PAzGoQBH1kJ04z2EoK7tp4nolOXjnF4BdUnQc5Ho2cNHag0bl40Gsm\nEVdenKah7Z5nI8zwuGqfIOuGRZ5qQgMhs2O2hRc7Nmn2TAaZ1x1HDJ4t7I8PjHZU\nvD06doXDxIPf0YrmEWSn393q7TwUHTfZNJ0umKkeIlQ2nkMfcxt/PloT//g0HvMl\nV2S8Z+7ygPZV5UvOStiztKWjv153n11yD6hHDMuOY1cSUpiScxj4TKGeyVW/R9XL\nOeNld9obAgMBAAECggEAErLlnXXrK+orFqJU0i5MIGVfypeSBLxus1L26P6AloWe\nyuewX+IPJilqKft7w4D3pqL/MgDQUmh1Sc6GhpZpsekq2BOexUlkimwAIs4C6wI4\nrhgmJTJybx3VNMr51mNTlnm8joSx4OoVuDqMNlUWY0LuOfMqwmPqMygqQkPZ1WGJ\npMPZDnpV/XaW3Gf4JpHmuQ8XAZnrntHaAuX5dzCK971fAhMGsXgbsDo1UOXmmQpA\nRY3j5NKeLld5sd2ZhDyiN92vfPxtTvPuwKY1lIQO57fJN25T9sYcVLmTkbNdMrPW\n3sTQId+SVN2G5ujWIn8uYkMVDnZ9fwTRvt/xQjTzIQKBgQDluzwCb8zbXW2Mqa2a\n3UUG2rU4EG6ivS9UH5U9IhCBpcU0EJAKTETrICkspKpnLp3yGJkKUiW33eEs+OJe\nGQvrvVx6T275/bJjYJVyZmEsCNXiciF3r9hrTKksyNbxt2vQvtAAxbw5iMvlYHOQ\nUTQshS59kOjvsBFzf2floa61uwKBgQC4ehM76lo4qDaEAaG0SkolH1B/Uc0TZGHp\ncswACap3rvl1a58OoglM9VzCE/y/30Kab3QMFYuDbzIFoc6Fh6s2cvwXzbL+wLZ5\nuBoBCxSY5vtCrEICCqDeWyJbFkEmmNg/ir7n0qn6OOriKR9EupYYD4mUNHyccNQ+\n7a3Y9qH3IQKBgCl1P6Ak8vBHjQSMfnLrKZDSGVATzxN5Vrg0tucAZcAv3UXHE2d4\nWhuggy22TbYvOHu/KqctKfdjiEZoZ9mZZYhWdQDxotJkkTPT80Rg63pZ4ddqx1Vl\nG4ZJoGIfoIKgmklilgD9rjkn0bwESvapYOQD6N7qLs9Kk+um+2X6ZqAPAoGAYZI3\nsB4AwCzAQMu4ImqUktPgOKckZ5hVbSsJmQ+DuS+zw5Y7l3q+npS8De6SZU2JpbND\nVszicI8UjwQI/nlGZlMk4NYsUS/Ok8x6/IhGyaSJyrbfZsMGWPUs066OoQKAhgM1\ne9nhi3YlTZ9gaXKixnEZXGjya7AFoo8Fv1abTeECgYBWxA4fB72Z6Sxy4p9gZjo2\nnCvCq2j1G9EB1tY2VIV55Ii44ECc94XPLDA2DQ4ejWCn8hP42MGCkoe8fhg0oKEz\niBqMX4DVjyoV/KIxDRB57k1tprtWvediWnLZf5udo/hNaWBnqK77yP94poDyNzaj\nJ2e1kSYHpD2eCed79eZb0g==\n-----END PRIVATE KEY-----\n",
  "signature": "TGFKuw3WLBE0gofAa5mAPOk8tC5RwifcVxwZzY1U0xdzow9QdEFLZXsD9mPLRffJDtOBOuPKyVAsa5aONRcIC1TVJ7QMIOcv5vT1RowrzsXhqgRJJKzOT33fTKYFjy1sHMpgWwxLxoiFmy4WJgUUhix7wVlyrFj41Y9Uc0zhlIenxC72OVevWWelwsYUuEGx2d+ChypLFpZLRehAFF5E1pFkn5UfKV+8uh4PP6gDKL+6h5TefSJ5DoUedivP42OLNb9yDRgCo+Wwc0ODuJLxTrWpHCTSbZ0qNzH6acRNEZVGy+c6QmZNcwmUbQnhcDflTTu389ipGehrk2IACAAFNA==",
  "pss": "E4yAfTZHLXqyEBR7UA+Go92EpXkM0pThqTodx+BaDS9MQ/EPO85X0NcjqTP5B6zHOOYktp5NqmeMm4YvZSmUeu/xvp/wQG7UezM5NS9FnWAPZ2w+Xm+VDvoLXxfAMDwDryOAIrBwzBVOCwE3Snq3wQj+oZtsKI8I6lNpOt/8xesZvmEBeSoDkd6+9WrKSuNZtj184VTTJaz+k8KwLlyGM4EJJ9/k1mt/7dnR7R4Ym0fbMy2F/p2TdvOkfcaWXf1vyTgZeuJw8G08bcMDWjSMxFpZtFUGTR/135cH0AYQTxy6lqJ/LeG5MH+sFrhQShN6AiTkU+x0O5CjC1RfvL41+g=="
 },
 "p256": {
  "publicKey": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMfGzsnTJuTc+HN0WwTlkwmRgy7+A\nr5/R+5Yyf3PDzOl+SkMv6lJ9Ycxva2wUtvIMuIkbGERpZLFHM1Jy5lhPtQ==\n-----END PUBLIC KEY-----\n",
  "privateKey": "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZNZVgbC4AEgnvyqm\nMHyZDvOF7z3YzjK/5BJ6fHJIlcahRANCAAQx8bOydMm5Nz4c3RbBOWTCZGDLv4Cv\nn9H7ljJ/c8PM6X5KQy/qUn1hzG9rbBS28gy4iRsYRGlksUczUnLmWE+1\n-----END PRIVATE KEY-----\n",
  "signature": "MEQCIGiilphz79tAJqR53pm2sMhOfdmM5LG4BH8OvJW/lhrDAiBEN64YTMD5wtWjU92P/YDlGYW8J4e1LbVZ2PhWtl/dWQ==",
  "p1363": "mWatE9FTxNbkTs2Oqoow5zzN/EcoOFXpENziwLFIVnJB2rbK8bwbCqVs/YKe23xTxy94w0c7DvcQBrqIAKsKfA=="
 },
 "p521": {
  "publicKey": "-----BEGIN PUBLIC KEY-----\nMIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQB7lc/ZT3EE4E5y3c2ePXK3bomua4f\n6fD5g87m9cH1OD2qxOQmf+aa85qvbj3dOG5HSD8ja4q4iXe8W+5KzI1IDbMBVyXS\nmUDo8l7VlsUfFPNNloaK7gfmLKKqH/yHWYmXHeYzxNShugeo4Sg3/jJ89OErEiAE\nXvBiB8r+mbgYtiCsDLQ=\n-----END PUBLIC KEY-----\n",
  "privateKey": "-----BEGIN PRIVATE KEY-----\nMIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIBfSNVX7gkvex1DrjL\nBl/HnVhz+owHQjqksGTKtUHdWzawLT6FiUYzK13tsqKMJrpSQylFvfnXuPwbD8Bh\nf5QdkDuhgYkDgYYABAHuVz9lPcQTgTnLdzZ49crduia5rh/p8PmDzub1wfU4ParE\n5CZ/5przmq9uPd04bkdIPyNririJd7xb7krMjUgNswFXJdKZQOjyXtWWxR8U802W\nhoruB+Ysoqof/IdZiZcd5jPE1KG6B6jhKDf+Mnz04SsSIARe8GIHyv6ZuBi2IKwM\ntA==\n-----END PRIVATE KEY-----\n",
  "signature": "MIGIAkIB+xynF6VBO3UDWIFGZaT2yCKJ33W98j9TlcxBtBkdTdGG8AC+fk0gZKaVVz1OKVtJAIAYNOwEFjk9FV1N5QbVE1gCQgGbC7HaiB6LjX+34QY+NRiTAwTApmumYPHkQ7DAGir5UbJ3jzM2x/em7uIZCOTiFMvIE70oYGoIqz8TxINxEmwDmw==",
  "p1363": "ANegDItG0BRNbylqjSYTqVFmSTsTyA44oCQlBtDscvCuQPAG8OvPV7P93NnruSXUWr247i7Ey3Mq9K8njUdNrrCqABGY4AZttQ/ujlrVdqfVex1mXu7xwzg8jXyShenSM6myUBIJKFyLGkn1pwYxh1AG+V64JaPNF5Gyf3w6J2roJa5s"
 },
 "k1": {
  "publicKey": "-----BEGIN PUBLIC KEY-----\nMFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAErq6TSQ6e1PqN5k9iGmMI2/i47nZ4Kz6j\n1MQJ7VQ9AmIp/9pUslNU81SJ3oAhvmZRF/OSqzsTmX7rqBUCLZchtA==\n-----END PUBLIC KEY-----\n",
  "privateKey": "-----BEGIN PRIVATE KEY-----\nMIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgcjY5tSt9r6Q2+yilTAEs\ncvOIaRoOc3RQZkCSgGRu8x+hRANCAASurpNJDp7U+o3mT2IaYwjb+LjudngrPqPU\nxAntVD0CYin/2lSyU1TzVInegCG+ZlEX85KrOxOZfuuoFQItlyG0\n-----END PRIVATE KEY-----\n",
  "signature": "MEQCIGNkdePR5GVJ6b+a5pjV3qkkqJ/vhxqd041a/K7V0O6jAiBuZ9UEUbwLc+wJxVDBJuLA1/bype/vccO1vufwFdgcew==",
  "p1363": "YUyEHaxgLJXO3i8bqS2846s/ifAyjQm4+KV5zAlAlv0J3YwUblw0g6/AASUwCKkNRRQFcjy1chQVNJ2XBED9qQ=="
 },
 "ed25519": {
  "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAeBwxdbnv5SECYTBckLRae3cn7pkA/RYBUnXimJsfXjA=\n-----END PUBLIC KEY-----\n",
  "privateKey": "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIGYRmg5GB5YXmwkkyICZO6xVr9lqEU21nXts8X5wIDg\n-----END PRIVATE KEY-----\n",
  "signature": "zQYv6Gdb7uC/jrFL1LPkl3qdbOBL6Ua5Ivmjq4Pue6eYAT5qO70RtZlZ1FC1xhx6ucXVkwDezfU+8/N6IgsKCQ=="
 }
};

const data = Buffer.from('known');
for (const [name, { publicKey, privateKey, signature, pss, p1363 }] of Object.entries(keys)) {
  const algorithm = name === 'ed25519' ? null : 'sha256';
  console.log(name, crypto.verify(algorithm, data, publicKey, Buffer.from(signature, 'base64')), crypto.verify(algorithm, Buffer.from('other'), publicKey, Buffer.from(signature, 'base64')));
  const made = crypto.sign(algorithm, data, privateKey);
  console.log(crypto.verify(algorithm, data, publicKey, made), name === 'rsa' || name === 'ed25519' ? made.toString('base64') === signature : made.length > 60);
  console.log(crypto.verify(algorithm, data, publicKey, Buffer.from('nonsense')), crypto.verify(algorithm, data, crypto.createPublicKey(privateKey), made));
  if (pss) {
    console.log(crypto.verify('sha256', data, { key: publicKey, padding: crypto.constants.RSA_PKCS1_PSS_PADDING }, Buffer.from(pss, 'base64')));
    for (const saltLength of [0, 32, undefined, crypto.constants.RSA_PSS_SALTLEN_DIGEST]) { const key = { key: privateKey, padding: 6, saltLength }; console.log(crypto.verify('sha256', data, { ...key, key: publicKey }, crypto.sign('sha256', data, key)), crypto.verify('sha256', data, { ...key, key: publicKey, saltLength: 7 }, crypto.sign('sha256', data, key))); }
  }
  if (p1363) { const raw = { key: privateKey, dsaEncoding: 'ieee-p1363' }; console.log(crypto.verify('sha384', data, { ...raw, key: publicKey }, Buffer.from(p1363, 'base64')), crypto.sign('sha384', data, raw).length); }
  if (algorithm === null) continue;
  for (const hash of ['sha1', 'RSA-SHA256', 'sha512']) { const s = crypto.createSign(hash).update('kno').update('776e', 'hex').sign(privateKey, 'base64'); console.log(hash, crypto.createVerify(hash).update('known').verify(publicKey, s, 'base64')); }
}
try { crypto.createSign('nope'); } catch (error) { console.log(error.name, error.code, error.message); }
try { crypto.createSign('sha256').sign(); } catch (error) { console.log(error.name, error.code, error.message); }
crypto.sign('sha256', data, keys.p256.privateKey, (error, made) => console.log('later', error, crypto.verify('sha256', data, keys.p256.publicKey, made)));
