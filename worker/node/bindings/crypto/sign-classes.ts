// The native halves of crypto.createSign and createVerify (src/crypto/crypto_sig.cc): they gather the data, and the signature is made
// or checked at the end. Each object is owned by its Sign or Verify.
import { concatBytes } from '../../../os/concat-bytes.ts';
import type { Binding, Realm } from '../../realm.ts';
import type { TextCodec } from '../codec/text-codec.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import type { AsymmetricKey } from './asymmetric-key.ts';
import { ownBytes } from './bytes.ts';
import { requireDigest } from './hash.ts';
import type { Signatures } from './signatures.ts';

/** The key of a job or a call: [data, format, type, passphrase, curve]. */
export type ReadKey = (isPrivate: boolean, given: readonly unknown[]) => AsymmetricKey;

export function createSignClasses(
  realm: Realm,
  codec: TextCodec,
  signatures: Signatures,
  readKey: ReadKey,
): Binding {
  class Gatherer {
    protected digest: string | undefined;
    readonly #pieces: Uint8Array[] = [];

    init(digest: string): void {
      requireDigest(digest, false);
      this.digest = digest;
    }
    update(data: unknown, encoding?: string): void {
      const text = typeof data === 'string';
      this.#pieces.push(text ? codec.encode(data, (encoding ?? 'utf8') as 'utf8') : ownBytes(data));
    }
    protected gathered(): Uint8Array {
      return concatBytes(this.#pieces);
    }
  }

  return {
    Sign: class Sign extends Gatherer {
      sign(...args: unknown[]): unknown {
        const [padding, saltLength, encoding] = args.slice(5) as (number | undefined)[];
        const key = readKey(true, args.slice(0, 5));
        const options = { digest: this.digest, padding, saltLength, encoding };
        return nodeBuffer(realm, signatures.sign(key, this.gathered(), options));
      }
    },
    Verify: class Verify extends Gatherer {
      verify(...args: unknown[]): boolean {
        const [signature, ...rest] = args.slice(5);
        const [padding, saltLength, encoding] = rest as (number | undefined)[];
        const key = readKey(false, args.slice(0, 5));
        const options = { digest: this.digest, padding, saltLength, encoding };
        return signatures.verify(key, this.gathered(), ownBytes(signature), options);
      }
    },
  };
}
