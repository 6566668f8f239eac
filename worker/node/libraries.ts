// Libraries under the bindings that few programs need. They are no part of what loads at start: a binding asks for one when it is
// used, and a synchronous request brings it (tools/node-lib/libraries.mjs builds them).

import type * as poly1305 from '@noble/ciphers/_poly1305.js';
import type * as polyval from '@noble/ciphers/_polyval.js';
import type * as aes from '@noble/ciphers/aes.js';
import type * as chacha from '@noble/ciphers/chacha.js';
import type { ed25519, x25519 } from '@noble/curves/ed25519.js';
import type { ed448, x448 } from '@noble/curves/ed448.js';
import type { p256, p384, p521 } from '@noble/curves/nist.js';
import type { secp256k1 } from '@noble/curves/secp256k1.js';
import type * as argon2 from '@noble/hashes/argon2.js';
import type { CompressStream, DecompressStream } from 'brotli-wasm';

export interface CryptoLibrary {
  readonly argon2: typeof argon2;
  readonly aes: typeof aes;
  readonly polyval: typeof polyval;
  readonly chacha: typeof chacha;
  readonly poly1305: typeof poly1305;
  readonly p256: typeof p256;
  readonly p384: typeof p384;
  readonly p521: typeof p521;
  readonly secp256k1: typeof secp256k1;
  readonly ed25519: typeof ed25519;
  readonly x25519: typeof x25519;
  readonly ed448: typeof ed448;
  readonly x448: typeof x448;
}

export interface BrotliLibrary {
  readonly CompressStream: typeof CompressStream;
  readonly DecompressStream: typeof DecompressStream;
}

export interface SqliteLibrary {
  /** Instantiated by the binding, once a realm. */
  readonly module: WebAssembly.Module;
}

export interface Libraries {
  crypto: CryptoLibrary;
  brotli: BrotliLibrary;
  sqlite: SqliteLibrary;
}
