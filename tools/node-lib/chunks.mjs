// Which of Node's lib files are shipped, in which chunk, and how a chunk is written: one function a module, so that a stack
// frame's line tells the module. Only comments are left out, and what stays keeps its line and column: stack traces name
// the same places as in Node, and names are never mangled, since users see them.
import { parse } from 'acorn';
import { transform } from 'esbuild';
import { asciiScript } from '../ascii.mjs';

/** Never shipped: V8's own log tools. */
const skipped = /^internal\/deps\/v8\//;

/**
 * In `core` although they look like what follows: `fs/promises`, `readline` and `crypto` load them as they are loaded
 * themselves (lazy-chunks.test.mjs).
 */
const common = /^internal\/(repl\/history|crypto\/argon2)$/;

/** Loaded on first use, by a synchronous request; everything else is in `core`. First match wins. */
const lazyChunks = [
  ['amaro', /^internal\/deps\/amaro\//],
  ['undici', /^internal\/deps\/undici\//],
  // `globalThis.crypto` loads it, which every program compiled from Go asks for.
  ['webcrypto', /^internal\/crypto\/(webidl|webcrypto|ml|argon2|cfrg)/],
  [
    'rare',
    /^(internal\/(test_runner|quic|http2|debugger|inspector|sqlite|wasm|repl)|internal\/deps\/(acorn|minimatch|v8)|internal\/main\/(test_runner|watch_mode|inspect|prof_process|mksnapshot|repl|print_help)|internal\/(cluster|watch_mode)|repl$|test$|test\/|sqlite$|quic$|http2$|wasi$|inspector|domain$|cluster$|trace_events$|stream\/iter|internal\/streams\/iter\/|zlib\/iter)/,
  ],
];

export const lazyChunkNames = lazyChunks.map(([name]) => name);

/** `{core: [id…], amaro: […], …}` */
export function assignChunks(ids) {
  const chunks = { core: [] };
  for (const name of lazyChunkNames) chunks[name] = [];
  for (const id of ids) {
    if (skipped.test(id)) continue;
    const lazy = common.test(id) ? undefined : lazyChunks.find(([, pattern]) => pattern.test(id));
    chunks[lazy?.[0] ?? 'core'].push(id);
  }
  return chunks;
}

/** As BuiltinLoader::LookupAndCompile in Node's C++. */
function parameters(id) {
  if (id === 'internal/bootstrap/realm') return 'process, getLinkedBinding, getInternalBinding, primordials';
  if (id.startsWith('internal/per_context/'))
    return 'exports, primordials, privateSymbols, perIsolateSymbols';
  if (/^internal\/(main|bootstrap)\//.test(id)) return 'process, require, internalBinding, primordials';
  return 'exports, require, module, process, internalBinding, primordials';
}

/** Its one file is a bundle with a wasm in it: nobody reads its lines. */
const minified = /^internal\/deps\/amaro\//;

async function compact(id, source) {
  if (minified.test(id)) {
    const options = { minifyWhitespace: true, minifySyntax: true, target: 'esnext', legalComments: 'none' };
    const { code } = await transform(`export default function(){${source}\n}`, { ...options, loader: 'js' });
    return code.slice(code.indexOf('{') + 1, code.lastIndexOf('}'));
  }
  return withoutComments(source);
}

/** Each comment becomes spaces, and trailing spaces go. Where an error is thrown it stays: Node shows the line that threw. */
function withoutComments(source) {
  const comments = [];
  parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    onComment: comments,
  });
  let code = '';
  let at = 0;
  for (const { start, end } of comments) {
    code += source.slice(at, start);
    at = end;
    const line = code.slice(code.lastIndexOf('\n') + 1);
    const comment = source.slice(start, end);
    code += /\bthrow\b/.test(line) ? comment : comment.replace(/[^\n]/g, ' ');
  }
  return (code + source.slice(at)).replace(/[ \t]+$/gm, '');
}

/** `[line, id]` of each module, so that a frame at or after `line` belongs to it. */
async function lines(ids, sources, firstLine) {
  const code = (await Promise.all(ids.map((id) => compact(id, sources[id])))).map(asciiScript);
  const starts = [];
  let line = firstLine;
  const parts = ids.map((id, index) => {
    starts.push([line + 1, id]);
    // The comma keeps the function without a name, and lazily compiled, as Node's are.
    const part = `${JSON.stringify(id)}:(0,function(${parameters(id)}){\n${code[index]}\n}),\n`;
    line += part.split('\n').length - 1;
    return part;
  });
  return { text: parts.join(''), starts };
}

/** The chunk that every realm needs: an ES module, fetched and compiled by the browser as any script. */
export async function coreChunk(ids, sources) {
  const { text, starts } = await lines(ids, sources, 2);
  return `let __holdfast_await;export const setAwait=(value)=>{__holdfast_await=value};export const natives={__proto__:null,\n${text}};\nexport const lines=${JSON.stringify(starts)};\nexport const url=import.meta.url;\n`;
}

/** A chunk for later: a classic script whose value is `{natives, lines}`, since `require` of a builtin cannot wait. */
export async function lazyChunk(ids, sources) {
  const { text, starts } = await lines(ids, sources, 2);
  return `"use strict";let __holdfast_await;({setAwait(value){__holdfast_await=value},natives:{__proto__:null,\n${text}},lines:${JSON.stringify(starts)}})\n`;
}
