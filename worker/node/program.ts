// The `node` program of a process worker in the browser: its files are assets of the build.

import coreUrl from '../../.generated/node-lib/natives.js?url';
import amaroUrl from '../../.generated/node-lib/natives-amaro.js?url';
import rareUrl from '../../.generated/node-lib/natives-rare.js?url';
import undiciUrl from '../../.generated/node-lib/natives-undici.js?url';
import webcryptoUrl from '../../.generated/node-lib/natives-webcrypto.js?url';
import llhttpUrl from '../../.generated/node-lib/llhttp.wasm?url';
import libraryBrotliUrl from '../../.generated/node-lib/library-brotli.js?url';
import libraryBrotliWasmUrl from '../../.generated/node-lib/library-brotli.wasm?url';
import libraryCryptoUrl from '../../.generated/node-lib/library-crypto.js?url';
import librarySqliteUrl from '../../.generated/node-lib/library-sqlite.js?url';
import librarySqliteWasmUrl from '../../.generated/node-lib/library-sqlite.wasm?url';
import metaUrl from '../../.generated/node-lib/meta.json?url';
import { loadAgain } from '../os/load-again.ts';
import type { Program } from '../os/process-context.ts';
import type { NativeChunk, NodeAssets } from './core-realm.ts';
import type { Libraries } from './libraries.ts';
import type { NodeMeta } from './meta.ts';
import { createNodeProgram } from './node-program.ts';
import { openWasmCache } from './wasm-cache.ts';

const lazyUrls: Readonly<Record<string, string>> = {
  amaro: amaroUrl,
  rare: rareUrl,
  undici: undiciUrl,
  webcrypto: webcryptoUrl,
};

/** The script of each, and its wasm. */
const libraryUrls: Readonly<Record<keyof Libraries, readonly string[]>> = {
  brotli: [libraryBrotliUrl, libraryBrotliWasmUrl],
  crypto: [libraryCryptoUrl],
  sqlite: [librarySqliteUrl, librarySqliteWasmUrl],
};

/** Captured before the realm deletes it. */
const { AbortSignal, Response, XMLHttpRequest, fetch, location } = globalThis;
const evaluate = globalThis.eval;
const addEventListener = (globalThis as unknown as WorkerGlobalScope).addEventListener.bind(globalThis);

async function loadAssets(): Promise<NodeAssets> {
  const [core, meta, llhttpBytes] = await Promise.all([
    import(/* @vite-ignore */ new URL(coreUrl, location.href).href) as Promise<NativeChunk>,
    fetch(metaUrl).then((response) => response.json() as Promise<NodeMeta>),
    fetch(llhttpUrl).then((response) => response.arrayBuffer()),
  ]);
  let llhttp: WebAssembly.Module | undefined;
  return {
    core,
    meta,
    lazyChunk(name) {
      const url = new URL(lazyUrls[name] ?? '', location.origin).href;
      return { ...(evaluate(fetchText(url) + `\n//# sourceURL=${url}`) as Omit<NativeChunk, 'url'>), url };
    },
    library<Name extends keyof Libraries>(name: Name) {
      const [script, wasm] = libraryUrls[name];
      const create = evaluate(fetchText(script ?? '')) as (wasm?: ArrayBuffer) => Libraries[Name];
      return create(
        wasm === undefined ? undefined : (fetchSync(wasm, 'arraybuffer').response as ArrayBuffer),
      );
    },
    llhttp: () => (llhttp ??= new WebAssembly.Module(llhttpBytes)),
  };
}

/** `require` of a builtin cannot wait. */
function fetchSync(url: string, type: XMLHttpRequestResponseType): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = type;
  request.send();
  if (request.status !== 200) throw new Error(`${url}: HTTP ${request.status}`);
  return request;
}

const fetchText = (url: string): string => fetchSync(url, 'text').responseText;

export const nodeProgram: Program = createNodeProgram({
  scope: globalThis,
  loadAssets: () => loadAgain(loadAssets),
  compileKept: openWasmCache({
    ...{ AbortSignal, Response, fetch: (...request) => fetch(...request) },
    caches: globalThis.caches,
    compile: WebAssembly.compile.bind(WebAssembly),
    compileStreaming: WebAssembly.compileStreaming.bind(WebAssembly),
  }),
  connectReports(realm) {
    addEventListener('unhandledrejection', (event) => {
      event.preventDefault();
      realm.promiseRejected(event.promise, event.reason);
    });
    addEventListener('rejectionhandled', (event) => realm.promiseHandled(event.promise));
    addEventListener('error', (event) => {
      event.preventDefault();
      realm.uncaught(event.error ?? new Error(event.message));
    });
  },
});
