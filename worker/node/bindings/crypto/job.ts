// CryptoJob of node_crypto's C++: work that Node's lib runs now (kCryptoJobSync), later with a callback (kCryptoJobAsync), or
// later with a promise (kCryptoJobWebCrypto). The realm's classes are made once; a job lives until it has reported.
import type { Realm } from '../../realm.ts';

const kCryptoJobSync = 1;
const kCryptoJobWebCrypto = 2;

/** Does the work. `now` is for jobs that crypto.subtle does faster, and only later: a synchronous caller cannot use it. */
export interface Work {
  readonly now?: () => unknown;
  readonly later?: () => Promise<unknown>;
}

type JobResult = readonly [error: unknown, result: unknown];
export type JobClass = new (mode: number, ...args: never[]) => object;

/** `prepare` checks the arguments, as C++ does in the constructor: what it throws, the constructor throws. */
export type DefineJob = (prepare: (mode: number, ...args: never[]) => Work) => JobClass;

export function createJobs(realm: Realm): DefineJob {
  const { loop } = realm;

  function settleNow(work: Work): JobResult {
    try {
      if (work.now === undefined) return realm.unavailable('this operation');
      return [undefined, work.now()];
    } catch (error) {
      return [error, undefined];
    }
  }

  /** Reports in a later turn of the loop, which lives until then. */
  function settleLater(work: Work, report: (result: JobResult) => void): void {
    if (work.later === undefined) {
      loop.post(() => report(settleNow(work)));
      return;
    }
    const endRequest = loop.beginRequest();
    const finish = (result: JobResult) => {
      loop.post(() => report(result));
      endRequest();
    };
    // crypto.subtle throws some errors, and rejects with others.
    new Promise((resolve) => resolve(work.later?.())).then(
      (result) => finish([undefined, result]),
      (error: unknown) => finish([error, undefined]),
    );
  }

  /** The error that Web Crypto's promises reject with. */
  function operationError(cause: unknown): unknown {
    const { lazyDOMException } = realm.require('internal/util') as {
      lazyDOMException: (message: string, options: object) => unknown;
    };
    const name = 'OperationError';
    return lazyDOMException('The operation failed for an operation-specific reason', { name, cause });
  }

  return (prepare) =>
    class extends realm.AsyncWrap {
      readonly #mode: number;
      readonly #work: Work;
      declare ondone: (error: unknown, result: unknown) => void;

      constructor(mode: number, ...args: never[]) {
        super('NONE');
        this.#mode = mode;
        this.#work = prepare(mode, ...args);
      }

      run(): unknown {
        if (this.#mode === kCryptoJobSync) return settleNow(this.#work);
        if (this.#mode === kCryptoJobWebCrypto) {
          return new Promise((resolve, reject) => {
            settleLater(this.#work, ([error, result]) => {
              if (error === undefined) resolve(result);
              else reject(operationError(error));
            });
          });
        }
        settleLater(this.#work, (result) => loop.makeCallback(this, this.ondone, result));
        return undefined;
      }
    };
}
