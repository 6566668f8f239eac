// The native halves of KeyObject and CryptoKey: storage that Node's JavaScript classes extend and read through functions, so that
// user code sees nothing of it (src/crypto/crypto_keys.cc).
import type { Binding, Realm } from '../../realm.ts';
import { defineForm, markCloneable } from '../messaging/cloneable-handles.ts';
import { nativeError } from '../native-error.ts';
import type { AsymmetricKey } from './asymmetric-key.ts';
import { keyType, type KeyObjectHandle, type KeyObjectHandleClass } from './key-handle.ts';

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

/** What another thread is told of a key. */
type KeyData = AsymmetricKey | Uint8Array;
interface CryptoKeyData {
  readonly key: KeyData;
  readonly algorithm: object;
  readonly usages: number;
  readonly extractable: boolean;
}

const dataOf = (handle: KeyObjectHandle): KeyData =>
  handle.getKeyType() === keyType.secret ? handle.secret() : handle.asymmetric();

export function createKeyClasses(realm: Realm, Handle: KeyObjectHandleClass): KeyClasses {
  const keyObjects = new WeakMap<object, readonly unknown[]>();
  const cryptoKeys = new WeakMap<object, readonly unknown[]>();
  let internalCryptoKey: CryptoKeyClass | undefined;
  /** By KeyType; after the common one. */
  let keyObjectClasses: readonly unknown[] = [];

  class NativeKeyObject {
    constructor(handle: KeyObjectHandle) {
      markCloneable(this, () => ({ form: 'KeyObject', data: dataOf(handle) }));
      keyObjects.set(this, [handle.getKeyType(), handle]);
    }
  }
  class NativeCryptoKey {
    constructor(handle: KeyObjectHandle, algorithm: object, usages: number, extractable: boolean) {
      markCloneable(this, () => ({
        form: 'CryptoKey',
        data: { key: dataOf(handle), algorithm, usages, extractable } satisfies CryptoKeyData,
      }));
      cryptoKeys.set(this, [handle.getKeyType(), extractable, algorithm, usages, handle]);
    }
  }

  /** A new array each time: Node caches it, and adds to it. */
  const slotsOf = (slots: WeakMap<object, readonly unknown[]>, name: string) => (key: object) => {
    const found = slots.get(key);
    if (found !== undefined) return [...found];
    throw nativeError(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);
  };

  defineForm(realm, 'KeyObject', (key: KeyData) => {
    realm.require('internal/crypto/keys');
    const handle = Handle.of(key);
    const Class = keyObjectClasses[1 + handle.getKeyType()] as new (handle: KeyObjectHandle) => object;
    return new Class(handle);
  });
  defineForm(realm, 'CryptoKey', ({ key, algorithm, usages, extractable }: CryptoKeyData) => {
    realm.require('internal/crypto/keys');
    return new (cryptoKey())(Handle.of(key), algorithm, usages, extractable);
  });

  function cryptoKey(): CryptoKeyClass {
    if (internalCryptoKey === undefined) throw new Error('CryptoKey is made before keys are');
    return internalCryptoKey;
  }

  return {
    members: {
      createNativeKeyObjectClass(make: MakeClasses<typeof NativeKeyObject>) {
        keyObjectClasses = make(NativeKeyObject);
        return keyObjectClasses;
      },
      getKeyObjectSlots: slotsOf(keyObjects, 'KeyObject'),
      createCryptoKeyClass(make: MakeClasses<typeof NativeCryptoKey>) {
        const classes = make(NativeCryptoKey);
        internalCryptoKey = classes[1] as CryptoKeyClass;
        return classes;
      },
      getCryptoKeySlots: slotsOf(cryptoKeys, 'CryptoKey'),
    },
    cryptoKey,
  };
}
