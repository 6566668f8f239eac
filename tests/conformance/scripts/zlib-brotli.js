const zlib = require('zlib'); const { pipeline } = require('stream/promises'); const { Readable } = require('stream');
const text = 'hello brotli '.repeat(1000); const packed = zlib.brotliCompressSync(text); console.log(packed.length < 200, zlib.brotliDecompressSync(packed).toString() === text);
for (const quality of [0, 4, 11]) { const p = zlib.brotliCompressSync(Buffer.from(text), { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: quality } }); console.log(quality, zlib.brotliDecompressSync(p).length); }
zlib.brotliCompress(text, (error, result) => zlib.brotliDecompress(result, (e, out) => console.log('async', error, e, out.toString() === text)));
for (const bad of [Buffer.from('not brotli at all'), packed.subarray(0, 20), Buffer.alloc(0)]) try { console.log(zlib.brotliDecompressSync(bad).length); } catch (error) { console.log(error.code, error.errno, error.message); }
(async () => {
  const chunks = []; const big = Buffer.alloc(300000, 'abcdefghij');
  await pipeline(Readable.from([big, big]), zlib.createBrotliCompress(), zlib.createBrotliDecompress({ chunkSize: 1000 }), async (source) => { for await (const c of source) chunks.push(c); });
  console.log(Buffer.concat(chunks).equals(Buffer.concat([big, big])), zlib.crc32('hello'), zlib.crc32(Buffer.from('world'), 5));
  const d = zlib.createBrotliDecompress(); d.on('error', (e) => console.log('stream', e.message)); d.end(Buffer.from('xxxxxxxxxx'));
})();
try { zlib.createBrotliCompress({ params: { 99: 1 } }); } catch (error) { console.log(error.code, error.message); }
console.log(zlib.constants.BROTLI_MAX_QUALITY, zlib.constants.BROTLI_DEFAULT_QUALITY);
