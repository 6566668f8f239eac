// deflateParams of zlib, which pako leaves out: changes level and strategy in the middle of a stream.
import { Z_BLOCK, Z_BUF_ERROR, Z_OK, Z_STREAM_ERROR, zlibDeflate, type ZStream } from 'pako';

/** What pako's deflate state has of it (`strm.state`, untyped in pako). */
interface DeflateState {
  level: number;
  strategy: number;
  last_flush: number;
  strstart: number;
  block_start: number;
  lookahead: number;
  matches: number;
  head: Uint16Array;
  max_lazy_match: number;
  good_match: number;
  nice_match: number;
  max_chain_length: number;
}

/** [good_length, max_lazy, nice_length, max_chain, matcher] of each level: zlib's configuration_table. */
const levels: readonly (readonly [number, number, number, number, 'stored' | 'fast' | 'slow'])[] = [
  [0, 0, 0, 0, 'stored'],
  [4, 4, 8, 4, 'fast'],
  [4, 5, 16, 8, 'fast'],
  [4, 6, 32, 32, 'fast'],
  [4, 4, 16, 16, 'slow'],
  [8, 16, 32, 32, 'slow'],
  [8, 16, 128, 128, 'slow'],
  [8, 32, 128, 256, 'slow'],
  [32, 128, 258, 1024, 'slow'],
  [32, 258, 258, 4096, 'slow'],
];
const DEFAULT_LEVEL = 6;

const configOf = (level: number) => levels[level] as (typeof levels)[number];

/** zlib's status. Z_BUF_ERROR where the output has no room for what was compressed the old way. */
export function deflateParams(stream: ZStream, level: number, strategy: number): number {
  const state = stream.state as DeflateState;
  const next = level === -1 ? DEFAULT_LEVEL : level;
  const changes = strategy !== state.strategy || configOf(next)[4] !== configOf(state.level)[4];
  // -2: nothing was compressed yet.
  if (changes && state.last_flush !== -2) {
    const status = zlibDeflate(stream, Z_BLOCK);
    if (status === Z_STREAM_ERROR) return status;
    const left = state.strstart - state.block_start + state.lookahead;
    if (stream.avail_in > 0 || left > 0) return Z_BUF_ERROR;
  }
  if (state.level !== next) {
    if (state.level === 0 && state.matches !== 0) {
      state.head.fill(0);
      state.matches = 0;
    }
    const [goodLength, maxLazy, niceLength, maxChain] = configOf(next);
    state.level = next;
    state.good_match = goodLength;
    state.max_lazy_match = maxLazy;
    state.nice_match = niceLength;
    state.max_chain_length = maxChain;
  }
  state.strategy = strategy;
  return Z_OK;
}
