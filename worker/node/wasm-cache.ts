// Modules that are compiled from an address of the IDE's own, so that the browser keeps their code: bytes go into a cache
// from which the service worker answers (protocol/compiled-wasm.ts). Chromium keeps code of what it compiled while it came in,
// and takes it up the next time. Used by the entry file only.

import { wasmCacheName, wasmHashHeader, wasmPrefix } from '../protocol/compiled-wasm.ts';
import { bytesHash, type CompileKept } from './own-wasm.ts';
import { splitFunctions } from './wasm/split-functions.ts';

/** Of files that are kept with their large functions cut; what lies beside them is an older build's. */
const prefix = `${wasmPrefix}2-`;
/** Each takes its bytes, and some times as much of code. */
const mostKept = 8;
/** A service worker that does not answer by then must not hold up the program, which compiles by itself. */
const deadlineMs = 2_000;

/** Of the browser: the realm has put Node's in their places by the time it is used. */
interface WasmCacheHost extends Pick<typeof globalThis, 'AbortSignal' | 'Response' | 'fetch'> {
  /** Absent in an insecure context. */
  readonly caches: CacheStorage | undefined;
  readonly compile: typeof WebAssembly.compile;
  readonly compileStreaming: typeof WebAssembly.compileStreaming;
}

export function openWasmCache(host: WasmCacheHost): CompileKept {
  const { AbortSignal, Response, fetch, caches, compile, compileStreaming } = host;
  /** What the service worker has under the address: a response, nothing, or there is no service worker. */
  async function ask(url: string): Promise<Response | 'nothing' | null> {
    const response = await fetch(url, { signal: AbortSignal.timeout(deadlineMs) });
    const hash = response.headers.get(wasmHashHeader);
    if (response.ok && hash !== null) return response;
    await response.body?.cancel();
    return hash === null ? null : 'nothing';
  }

  async function store(
    storage: CacheStorage,
    url: string,
    bytes: Uint8Array<ArrayBuffer>,
    hash: number,
  ): Promise<void> {
    const cache = await storage.open(wasmCacheName);
    const headers = { 'content-type': 'application/wasm', [wasmHashHeader]: String(hash) };
    await cache.put(url, new Response(bytes, { headers }));
    const known = await cache.keys();
    const current = known.filter((request) => request.url.includes(prefix));
    const kept = new Set(current.slice(-mostKept));
    for (const each of known) if (!kept.has(each)) await cache.delete(each);
  }

  return async (name, size, bytes) => {
    if (caches === undefined) return null;
    const url = prefix + encodeURIComponent(name);
    try {
      const response = await ask(url);
      if (response === null) return null;
      if (response !== 'nothing') {
        const hash = Number(response.headers.get(wasmHashHeader));
        return { module: await compileStreaming(response), size, hash };
      }
      const whole = bytes();
      const hash = bytesHash(whole);
      const cut = splitFunctions(whole) as Uint8Array<ArrayBuffer>;
      // For the next process: this one has waited long enough. Where there is no room, the next one does the same.
      store(caches, url, cut, hash).catch(() => undefined);
      return { module: await compile(cut), size, hash };
    } catch {
      // No network, or no WebAssembly: the program compiles by itself, and is told what is wrong with its file.
      return null;
    }
  };
}
