// A cipher of the table as a stream.
import type { CryptoLibrary } from '../../libraries.ts';
import { concatBytes } from '../../../os/concat-bytes.ts';
import { ccmStream } from './ccm-stream.ts';
import {
  BlockStream,
  chachaPolyStream,
  counterStream,
  gcmStream,
  type CipherStream,
} from './cipher-streams.ts';
import type { Cipher } from './cipher-table.ts';
import { feedbackStream, type FeedbackMode } from './feedback-streams.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface CipherUse {
  readonly key: Bytes;
  /** Empty where the cipher takes none. */
  readonly iv: Bytes;
  readonly encrypts: boolean;
  /** Bytes; of CCM only, which must know it from the start. */
  readonly tagLength?: number;
}

export function openCipher(
  library: CryptoLibrary,
  cipher: Cipher,
  { key, iv, encrypts, tagLength = 16 }: CipherUse,
): CipherStream {
  switch (cipher.mode) {
    case 'cbc':
      return new BlockStream(library, key, iv, encrypts);
    case 'ecb':
      return new BlockStream(library, key, undefined, encrypts);
    case 'ctr':
      return counterStream(library, key, iv);
    case 'gcm':
      return gcmStream(library, key, iv, encrypts);
    case 'ccm':
      return ccmStream(library, key, iv, { encrypts, tagLength });
    case 'ofb':
    case 'cfb': {
      const mode = cipher.name.slice(cipher.name.lastIndexOf('-') + 1) as FeedbackMode;
      return feedbackStream(library, mode, key, iv, encrypts);
    }
    case 'stream':
      return chachaPolyStream(library, key, iv, encrypts);
  }
}

/** All of a message at once. Throws CipherFailure. */
export function cryptWhole(
  library: CryptoLibrary,
  cipher: Cipher,
  use: CipherUse,
  data: Uint8Array,
): Uint8Array {
  const stream = openCipher(library, cipher, use);
  const head = stream.update(data);
  return concatBytes([head, stream.final()]);
}
