// The crypto binding, to be held against the real node:crypto.
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { createCryptoBinding } from '../crypto.ts';
import { callRealBinding, fakeRealm, realModule } from './fake-realm.ts';

export interface Job {
  run(): unknown;
  ondone?: (error: unknown, result: unknown) => void;
}
export type JobClass = new (...args: unknown[]) => Job;
interface HashLike {
  update(data: unknown, encoding?: unknown): boolean;
  digest(encoding?: unknown): unknown;
}
export interface HandleLike {
  init(...args: unknown[]): void;
  export(...args: unknown[]): Uint8Array | string;
  exportJwk(target: object, pss: boolean): object;
  keyDetail(target: object): Record<string, unknown>;
  getAsymmetricKeyType(): string;
  equals(other: HandleLike): boolean;
}
type Members = Record<string, JobClass> & {
  Hash: new (name: unknown, size?: number) => HashLike;
  Hmac: new () => HashLike & { init(name: string, key: Uint8Array): void };
  KeyObjectHandle: new () => HandleLike;
  getHashes: () => string[];
  oneShotDigest: (...args: unknown[]) => unknown;
  timingSafeEqual: (a: unknown, b: unknown) => boolean;
};
const numbers =
  'Object.fromEntries(Object.entries(binding).filter(([, value]) => typeof value === "number"))';
const [{ returned: constants }] = callRealBinding('crypto', [numbers]) as [
  { returned: Record<string, number> },
];
export { constants };
const realm = fakeRealm({
  library: () => ({ ed25519, x25519, p256, p384, p521, secp256k1 }) as never,
  meta: { bindings: { crypto: constants } } as never,
  require: (id: string): unknown =>
    id === 'internal/util'
      ? {
          lazyDOMException: (message: string, { name, cause }: { name: string; cause: unknown }) =>
            Object.assign(new DOMException(message, name), { cause }),
        }
      : realModule(id),
});
export const ours = createCryptoBinding(realm) as unknown as Members;

export const attempt = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return { ...(error as object), name: (error as Error).name, message: (error as Error).message };
  }
};
export const SYNC = 1;
export const PROMISE = 2;
