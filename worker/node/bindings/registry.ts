// From a binding's name to the code that makes it. Bindings are made on first use; what a binding does not implement is
// filled in from the real binary's members (fill.ts). Add a binding by adding its line.

import type { CoreRealm } from '../core-realm.ts';
import type { DumpedMember } from '../meta.ts';
import type { Binding } from '../realm.ts';
import { createAsyncContextFrameBinding } from './async_context_frame.ts';
import { createAsyncWrapBinding } from './async_wrap.ts';
import { createBlobBinding } from './blob.ts';
import { createBlockListBinding } from './block_list.ts';
import { createBufferBinding } from './buffer.ts';
import { createBuiltinsBinding } from './builtins.ts';
import { createCaresWrapBinding } from './cares_wrap.ts';
import { createCjsLexerBinding } from './cjs_lexer.ts';
import { createConfigBinding } from './config.ts';
import { createContextifyBinding } from './contextify.ts';
import { createCryptoBinding } from './crypto.ts';
import { createCredentialsBinding } from './credentials.ts';
import { createDiagnosticsChannelBinding } from './diagnostics_channel.ts';
import { createEncodingBindingBinding } from './encoding_binding.ts';
import { createErrorsBinding } from './errors.ts';
import { fillFromMeta } from './fill.ts';
import { createFsBinding } from './fs.ts';
import { createFsDirBinding } from './fs_dir.ts';
import { createFsEventWrapBinding } from './fs_event_wrap.ts';
import { createHttp2Binding } from './http2.ts';
import { createHttpParserBinding } from './http_parser.ts';
import { createIcuBinding } from './icu.ts';
import { createInspectorBinding } from './inspector.ts';
import { createInternalOnlyV8Binding } from './internal_only_v8.ts';
import { createIpcSerdesBinding } from './ipc_serdes.ts';
import { createJsStreamBinding } from './js_stream.ts';
import { createMessagingBinding } from './messaging.ts';
import { createMksnapshotBinding } from './mksnapshot.ts';
import { createModuleWrapBinding } from './module_wrap.ts';
import { createModulesBinding } from './modules.ts';
import { createOptionsBinding } from './options.ts';
import { createOsBinding } from './os.ts';
import { createPerformanceBinding } from './performance.ts';
import { createPermissionBinding } from './permission.ts';
import { createPipeWrapBinding } from './pipe_wrap.ts';
import { createProcessMethodsBinding } from './process_methods.ts';
import { createProcessWrapBinding } from './process_wrap.ts';
import { createProfilerBinding } from './profiler.ts';
import { createReportBinding } from './report.ts';
import { createSeaBinding } from './sea.ts';
import { createSerdesBinding } from './serdes.ts';
import { createSignalWrapBinding } from './signal_wrap.ts';
import { createSpawnSyncBinding } from './spawn_sync.ts';
import { createSqliteBinding } from './sqlite.ts';
import { createStreamWrapBinding } from './stream_wrap.ts';
import { createStringDecoderBinding } from './string_decoder.ts';
import { createSymbolsBinding } from './symbols.ts';
import { createTaskQueueBinding } from './task_queue.ts';
import { createTcpWrapBinding } from './tcp_wrap.ts';
import { createTimersBinding } from './timers.ts';
import { createTlsWrapBinding } from './tls_wrap.ts';
import { createTraceEventsBinding } from './trace_events.ts';
import { createTtyWrapBinding } from './tty_wrap.ts';
import { createTypesBinding } from './types.ts';
import { createUdpWrapBinding } from './udp_wrap.ts';
import { createUrlBinding } from './url.ts';
import { createUrlPatternBinding } from './url_pattern.ts';
import { createUtilBinding } from './util.ts';
import { createUvBinding } from './uv.ts';
import { createV8Binding } from './v8.ts';
import { createWasiBinding } from './wasi.ts';
import { createWasmWebApiBinding } from './wasm_web_api.ts';
import { createWorkerBinding } from './worker.ts';
import { createZlibBinding } from './zlib.ts';

const creators: Readonly<Record<string, (realm: CoreRealm) => Binding>> = {
  async_context_frame: createAsyncContextFrameBinding,
  async_wrap: createAsyncWrapBinding,
  blob: createBlobBinding,
  block_list: createBlockListBinding,
  buffer: createBufferBinding,
  builtins: createBuiltinsBinding,
  cares_wrap: createCaresWrapBinding,
  cjs_lexer: createCjsLexerBinding,
  config: createConfigBinding,
  contextify: createContextifyBinding,
  credentials: createCredentialsBinding,
  crypto: createCryptoBinding,
  diagnostics_channel: createDiagnosticsChannelBinding,
  encoding_binding: createEncodingBindingBinding,
  errors: createErrorsBinding,
  fs: createFsBinding,
  fs_dir: createFsDirBinding,
  fs_event_wrap: createFsEventWrapBinding,
  http2: createHttp2Binding,
  http_parser: createHttpParserBinding,
  icu: createIcuBinding,
  inspector: createInspectorBinding,
  internal_only_v8: createInternalOnlyV8Binding,
  ipc_serdes: createIpcSerdesBinding,
  js_stream: createJsStreamBinding,
  messaging: createMessagingBinding,
  mksnapshot: createMksnapshotBinding,
  module_wrap: createModuleWrapBinding,
  modules: createModulesBinding,
  options: createOptionsBinding,
  os: createOsBinding,
  performance: createPerformanceBinding,
  permission: createPermissionBinding,
  pipe_wrap: createPipeWrapBinding,
  process_methods: createProcessMethodsBinding,
  process_wrap: createProcessWrapBinding,
  profiler: createProfilerBinding,
  report: createReportBinding,
  sea: createSeaBinding,
  serdes: createSerdesBinding,
  signal_wrap: createSignalWrapBinding,
  spawn_sync: createSpawnSyncBinding,
  sqlite: createSqliteBinding,
  stream_wrap: createStreamWrapBinding,
  string_decoder: createStringDecoderBinding,
  symbols: createSymbolsBinding,
  task_queue: createTaskQueueBinding,
  tcp_wrap: createTcpWrapBinding,
  timers: createTimersBinding,
  tls_wrap: createTlsWrapBinding,
  trace_events: createTraceEventsBinding,
  tty_wrap: createTtyWrapBinding,
  types: createTypesBinding,
  udp_wrap: createUdpWrapBinding,
  url: createUrlBinding,
  url_pattern: createUrlPatternBinding,
  util: createUtilBinding,
  uv: createUvBinding,
  v8: createV8Binding,
  wasi: createWasiBinding,
  wasm_web_api: createWasmWebApiBinding,
  worker: createWorkerBinding,
  zlib: createZlibBinding,
};

/** Names that only the builtins of one realm share; C++ has no such binding either. */
export function createBinding(realm: CoreRealm, name: string): Binding {
  const dumped = realm.meta.bindings[name] as Readonly<Record<string, DumpedMember>> | undefined;
  const create = creators[name];
  if (dumped === undefined && create === undefined) {
    throw Object.assign(new Error(`No such binding: ${name}`), { code: 'ERR_INVALID_MODULE' });
  }
  return fillFromMeta(realm, name, create?.(realm) ?? {}, dumped ?? {});
}
