// A realm of nothing but a host and the dumped facts, for unit tests that hold one binding against the real Node that runs them.
// Owned by the test.
import type { AsyncWrapInstance, Binding, HandleWrapInstance, Realm } from '../../realm.ts';

interface RealProcess {
  execPath: string;
  binding(name: string): Binding;
  emitWarning: () => void;
  getBuiltinModule(id: string): unknown;
}
const real = (globalThis as unknown as { process: RealProcess }).process;

/** A module of the real Node. */
export const realModule = (id: string): unknown => real.getBuiltinModule(id);

/** The real Node's own internalBinding(name), for the names that process.binding still hands out. */
export function realBinding<T = Record<string, (...args: never[]) => unknown>>(name: string): T {
  const warn = real.emitWarning;
  real.emitWarning = () => {};
  try {
    return real.binding(name) as T;
  } finally {
    real.emitWarning = warn;
  }
}

class AsyncWrap implements AsyncWrapInstance {
  getAsyncId = () => 1;
  asyncReset() {}
  getProviderType = () => 0;
}
class HandleWrap extends AsyncWrap implements HandleWrapInstance {
  ref() {}
  unref() {}
  hasRef = () => true;
  close() {}
}

/** `overrides` replaces what a test needs to see called. */
export function fakeRealm(overrides: Partial<Realm> = {}): Realm {
  const post = (task: () => void) => {
    setTimeout(task, 0);
  };
  const bindings = new Proxy({}, { get: (_target, name): unknown => realBinding(name as string) });
  const realm = {
    host: {
      ...{ TextEncoder, TextDecoder, URL, crypto, structuredClone, MessageChannel, Blob },
      now: () => performance.now(),
    },
    meta: { bindings, versions: {} },
    loop: {
      post,
      beginRequest: () => () => {},
      enter: (task: () => unknown): unknown => task(),
      makeCallback: (object: object, callback: (...args: unknown[]) => unknown, args: unknown[]): unknown =>
        callback.apply(object, args),
    },
    AsyncWrap,
    HandleWrap,
    initAsync() {},
    env: {},
    require: realModule,
    nodeError: (code: string, ...args: unknown[]) => Object.assign(new Error(args.join(' ')), { code }),
    unavailable(feature: string): never {
      throw Object.assign(new Error(feature), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
    },
    ...overrides,
  };
  return realm as unknown as Realm;
}

/** mulberry32: the same sequence on each run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Calls members of the real internalBinding(name) in a Node of its own, for the names that process.binding does not hand out.
 * `setup` is JavaScript that may define what the arguments (JavaScript too) need; results cross as JSON.
 */
export function callRealBinding(name: string, calls: readonly string[], setup = ''): unknown[] {
  const { spawnSync } = real.getBuiltinModule('node:child_process') as {
    spawnSync: (
      file: string,
      args: readonly string[],
      options: { input: string; encoding: 'utf8'; maxBuffer: number },
    ) => { stdout: string; stderr: string };
  };
  const script = `
    const binding = require('internal/test/binding').internalBinding(${JSON.stringify(name)});
    ${setup}
    const results = JSON.parse(require('fs').readFileSync(0, 'utf8')).map((call) => {
      try { return { returned: eval(call) }; }
      catch (error) { return { ...error, name: error.name, message: error.message }; }
    });
    console.log(JSON.stringify(results));`;
  const { stdout, stderr } = spawnSync(real.execPath, ['--expose-internals', '--no-warnings', '-e', script], {
    input: JSON.stringify(calls),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as unknown[];
}
