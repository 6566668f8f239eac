// The native halves of KeyObject and CryptoKey: storage that Node's JavaScript classes extend and read through functions, so that
// user code sees nothing of it (src/crypto/crypto_keys.cc).
import type { Binding } from '../../realm.ts';
import { markCloneable } from '../messaging/cloneable-handles.ts';
import { nativeError } from '../native-error.ts';
import type { KeyObjectHandle } from './key-handle.ts';

type MakeClasses<Native> = (native: Native) => readonly unknown[];

/** Node's own InternalCryptoKey. */
export type CryptoKeyClass = new (
  handle: KeyObjectHandle,
  algorithm: object,
  usages: number,
  extractable: boolean,
) => object;

export interface KeyClasses {
  readonly members: Binding;
  /** For jobs that make keys. */
  cryptoKey(): CryptoKeyClass;
}

export function createKeyClasses(): KeyClasses {
  const keyObjects = new WeakMap<object, readonly unknown[]>();
  const cryptoKeys = new WeakMap<object, readonly unknown[]>();
  let internalCryptoKey: CryptoKeyClass | undefined;

  class NativeKeyObject {
    constructor(handle: KeyObjectHandle) {
      markCloneable(this);
      keyObjects.set(this, [handle.getKeyType(), handle]);
    }
  }
  class NativeCryptoKey {
    constructor(handle: KeyObjectHandle, algorithm: object, usages: number, extractable: boolean) {
      markCloneable(this);
      cryptoKeys.set(this, [handle.getKeyType(), extractable, algorithm, usages, handle]);
    }
  }

  /** A new array each time: Node caches it, and adds to it. */
  const slotsOf = (slots: WeakMap<object, readonly unknown[]>, name: string) => (key: object) => {
    const found = slots.get(key);
    if (found !== undefined) return [...found];
    throw nativeError(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);
  };

  return {
    members: {
      createNativeKeyObjectClass: (make: MakeClasses<typeof NativeKeyObject>) => make(NativeKeyObject),
      getKeyObjectSlots: slotsOf(keyObjects, 'KeyObject'),
      createCryptoKeyClass(make: MakeClasses<typeof NativeCryptoKey>) {
        const classes = make(NativeCryptoKey);
        internalCryptoKey = classes[1] as CryptoKeyClass;
        return classes;
      },
      getCryptoKeySlots: slotsOf(cryptoKeys, 'CryptoKey'),
    },
    cryptoKey() {
      if (internalCryptoKey === undefined) throw new Error('CryptoKey is made before keys are');
      return internalCryptoKey;
    },
  };
}
