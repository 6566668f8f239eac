// A bundle of packs, a file of dist/packs. It is a gzip of: length of the header (4 bytes, little endian), header (JSON), the
// files one after the other. worker/npm/store/shipped-packs.ts reads it.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Part of every cached bundle's name, and said by the index: to be changed with the format. */
export const format = 2;

/** `packs`: `{id, files: [{path, mode, bytes}], derived, manifest, bundled}`, the last three as StoredPack has them. */
export async function bundleOf(packs) {
  const headers = [];
  const contents = [];
  let end = 0;
  for (const { id, files, derived, manifest, bundled } of packs) {
    let size = 0;
    const numbers = [];
    for (const { mode, bytes } of files) {
      numbers.push(mode, size, bytes.length);
      contents.push(bytes);
      size += bytes.length;
    }
    contents.push(derived);
    const paths = files.map(({ path }) => path);
    headers.push({ id, offset: end, size, derivedSize: derived.length, paths, numbers, manifest, bundled });
    end += size + derived.length;
  }
  const header = Buffer.from(JSON.stringify(headers));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return compress(Buffer.concat([length, header, ...contents]), { level: 9 });
}
