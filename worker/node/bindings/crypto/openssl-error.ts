// Errors as node::crypto::ThrowCryptoError makes them of OpenSSL's error queue.

/** "initialization error" → ERR_OSSL_EVP_INITIALIZATION_ERROR; a null `prefix` is a library whose codes have none. */
export function opensslError(
  number: string,
  library: string,
  prefix: string | null,
  reason: string,
  stack?: readonly string[],
): Error {
  const error = new Error(`error:${number}:${library}::${reason}`);
  const name = reason.replaceAll(' ', '_').toUpperCase();
  return Object.assign(error, stack && { opensslErrorStack: [...stack] }, {
    library,
    reason,
    code: prefix === null ? `ERR_OSSL_${name}` : `ERR_OSSL_${prefix}_${name}`,
  });
}

export const notXofOrInvalidLength = () =>
  opensslError('030000B2', 'digital envelope routines', 'EVP', 'not XOF or invalid length');

/** A digest of OpenSSL's legacy provider, which is not loaded. */
export const legacyDigest = (initialized: boolean) =>
  opensslError(
    '0308010C',
    'digital envelope routines',
    'EVP',
    'unsupported',
    initialized
      ? [
          'error:03000086:digital envelope routines::initialization error',
          'error:0308010C:digital envelope routines::unsupported',
        ]
      : undefined,
  );

export const unsupportedKeyType = () =>
  opensslError('03000096', 'digital envelope routines', 'EVP', 'operation not supported for this keytype');
