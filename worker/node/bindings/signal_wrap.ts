// internalBinding('signal_wrap'): a handle that takes over a signal's default action (src/signal_wrap.cc).

import { signalByNumber } from '../../os/signals.ts';
import type { Binding, Realm } from '../realm.ts';

export function createSignalWrapBinding(realm: Realm): Binding {
  const { HandleWrap } = realm;

  class Signal extends HandleWrap {
    onsignal?: (signal: number) => void;
    #taken: Disposable | undefined;

    constructor() {
      super('SIGNALWRAP');
      realm.onHandleClose(this, () => this.#release());
    }

    start(number: number): number {
      const signal = signalByNumber(number);
      if (signal === undefined || signal === 'SIGKILL' || signal === 'SIGSTOP') return realm.errno('EINVAL');
      this.#release();
      this.#taken = realm.context.onSignal(signal, () => {
        realm.loop.post(() => {
          if (this.#taken !== undefined && this.onsignal !== undefined) {
            realm.loop.makeCallback(this, this.onsignal, [number]);
          }
        });
      });
      realm.startHandle(this);
      return 0;
    }

    stop(): number {
      this.#release();
      realm.stopHandle(this);
      return 0;
    }

    #release(): void {
      this.#taken?.[Symbol.dispose]();
      this.#taken = undefined;
    }
  }
  return { Signal };
}
