// Ciphers and curves for node:crypto (the noble packages, MIT).
export * as argon2 from '@noble/hashes/argon2.js';
export * as aes from '@noble/ciphers/aes.js';
export * as polyval from '@noble/ciphers/_polyval.js';
export * as chacha from '@noble/ciphers/chacha.js';
export * as poly1305 from '@noble/ciphers/_poly1305.js';
export { p256, p384, p521 } from '@noble/curves/nist.js';
export { secp256k1 } from '@noble/curves/secp256k1.js';
export { ed25519, x25519 } from '@noble/curves/ed25519.js';
export { ed448, x448 } from '@noble/curves/ed448.js';
