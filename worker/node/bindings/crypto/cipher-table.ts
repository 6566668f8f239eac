// The ciphers that node:crypto has here, by OpenSSL's names, with OpenSSL's numbers for them.

export type CipherMode = 'cbc' | 'ccm' | 'cfb' | 'ctr' | 'ecb' | 'gcm' | 'ofb' | 'stream';

export interface Cipher {
  readonly name: string;
  readonly nid: number;
  readonly mode: CipherMode;
  readonly keyLength: number;
  /** 0 where it takes none. */
  readonly ivLength: number;
  readonly authenticated: boolean;
}

const aes = (bits: number, mode: CipherMode, nid: number, ivLength: number, variant = ''): Cipher => ({
  name:
    mode === 'gcm'
      ? `id-aes${bits}-GCM`
      : mode === 'ccm'
        ? `id-aes${bits}-ccm`
        : `aes-${bits}-${mode}${variant}`,
  nid,
  mode,
  keyLength: bits / 8,
  ivLength,
  authenticated: mode === 'gcm' || mode === 'ccm',
});

const AES_BITS = [128, 192, 256];
const list: readonly Cipher[] = [
  ...AES_BITS.map((bits, i) => aes(bits, 'cbc', 419 + 4 * i, 16)),
  ...AES_BITS.map((bits, i) => aes(bits, 'ctr', 904 + i, 16)),
  ...AES_BITS.map((bits, i) => aes(bits, 'ecb', 418 + 4 * i, 0)),
  ...AES_BITS.map((bits, i) => aes(bits, 'gcm', 895 + 3 * i, 12)),
  ...AES_BITS.map((bits, i) => aes(bits, 'ccm', 896 + 3 * i, 12)),
  ...AES_BITS.map((bits, i) => aes(bits, 'ofb', 420 + 4 * i, 16)),
  ...AES_BITS.map((bits, i) => aes(bits, 'cfb', 421 + 4 * i, 16)),
  ...AES_BITS.map((bits, i) => aes(bits, 'cfb', 650 + i, 16, '1')),
  ...AES_BITS.map((bits, i) => aes(bits, 'cfb', 653 + i, 16, '8')),
  { name: 'chacha20-poly1305', nid: 1018, mode: 'stream', keyLength: 32, ivLength: 12, authenticated: true },
];

/** Every name of a cipher, in lower case. */
const byName = new Map(
  list.flatMap((cipher) => {
    const bits = cipher.keyLength * 8;
    const names = cipher.name.startsWith('id-')
      ? [`aes-${bits}-${cipher.mode}`]
      : cipher.mode === 'cbc'
        ? [`aes${bits}`]
        : [];
    return [cipher.name.toLowerCase(), ...names].map((name) => [name, cipher] as const);
  }),
);

export const cipherNames: readonly string[] = [
  ...AES_BITS.flatMap((bits) =>
    ['cbc', 'ccm', 'cfb', 'cfb1', 'cfb8', 'ctr', 'ecb', 'gcm', 'ofb'].map((mode) => `aes-${bits}-${mode}`),
  ),
  ...AES_BITS.map((bits) => `aes${bits}`),
  'chacha20-poly1305',
  ...AES_BITS.flatMap((bits) => [`id-aes${bits}-GCM`, `id-aes${bits}-ccm`]),
].sort();

export function findCipher(nameOrNid: string | number): Cipher | undefined {
  return typeof nameOrNid === 'number'
    ? list.find(({ nid }) => nid === nameOrNid)
    : byName.get(nameOrNid.toLowerCase());
}
