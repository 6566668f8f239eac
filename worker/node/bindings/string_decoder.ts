// internalBinding('string_decoder'): decoding a stream of chunks without breaking characters (src/string_decoder.cc). The state
// lives in the seven bytes that Node's StringDecoder holds, so the binding itself has none.
import type { Binding, Realm } from '../realm.ts';
import { bytesOf } from './bytes-of.ts';
import { createTextCodec, encodingNames, type Encoding } from './codec/text-codec.ts';
import { nativeError } from './native-error.ts';

const kIncompleteCharactersStart = 0;
const kIncompleteCharactersEnd = 4;
const kMissingBytes = 4;
const kBufferedBytes = 5;
const kEncodingField = 6;
const kNumFields = 7;

type State = Uint8Array;
const missing = (state: State) => state[kMissingBytes] as number;
const buffered = (state: State) => state[kBufferedBytes] as number;

const isContinuation = (byte: number) => (byte & 0xc0) === 0x80;

/** Bytes of the UTF-8 character that starts with `lead`; 0 where none does. */
function utf8Length(lead: number): number {
  if ((lead & 0xe0) === 0xc0) return 2;
  if ((lead & 0xf0) === 0xe0) return 3;
  return (lead & 0xf8) === 0xf0 ? 4 : 0;
}

/** Notes in the state how many bytes at the end of the chunk begin a character that it does not finish. */
function findIncomplete(state: State, encoding: Encoding, chunk: Uint8Array): void {
  const last = chunk[chunk.length - 1] as number;
  if (encoding === 'utf8' && last > 0x7f) {
    for (let count = 1; count <= Math.min(4, chunk.length); count++) {
      const byte = chunk[chunk.length - count] as number;
      if (isContinuation(byte)) continue;
      const length = utf8Length(byte);
      if (count < length) {
        state[kBufferedBytes] = count;
        state[kMissingBytes] = length - count;
      }
      return;
    }
  } else if (encoding === 'utf16le') {
    if (chunk.length % 2 === 1) {
      state[kBufferedBytes] = 1;
      state[kMissingBytes] = 1;
    } else if ((last & 0xfc) === 0xd8) {
      state[kBufferedBytes] = 2;
      state[kMissingBytes] = 2;
    }
  } else if (encoding === 'base64' || encoding === 'base64url') {
    state[kBufferedBytes] = chunk.length % 3;
    if (buffered(state) > 0) state[kMissingBytes] = 3 - buffered(state);
  }
}

export function createStringDecoderBinding(realm: Realm): Binding {
  const codec = createTextCodec(realm.host);
  const encodingOf = (state: State): Encoding => encodingNames[state[kEncodingField] as number] ?? 'utf8';
  const held = (state: State, encoding: Encoding) => codec.decode(state, 0, buffered(state), encoding);

  /** Completes the character that the chunks before left open; returns how much of the chunk that took. */
  function complete(state: State, encoding: Encoding, chunk: Uint8Array): { text: string; taken: number } {
    let taken = 0;
    if (encoding === 'utf8') {
      // A byte that does not continue the character ends it: what is held is decoded as the error that it is.
      for (let i = 0; i < chunk.length && i < missing(state); i++) {
        if (isContinuation(chunk[i] as number)) continue;
        state[kMissingBytes] = 0;
        state.set(chunk.subarray(0, i), buffered(state));
        state[kBufferedBytes] = buffered(state) + i;
        taken = i;
        break;
      }
    }
    const count = Math.min(missing(state), chunk.length - taken);
    state.set(chunk.subarray(taken, taken + count), buffered(state));
    taken += count;
    state[kMissingBytes] = missing(state) - count;
    state[kBufferedBytes] = buffered(state) + count;
    if (missing(state) > 0) return { text: '', taken };

    const text = held(state, encoding);
    state[kBufferedBytes] = 0;
    return { text, taken };
  }

  function decode(state: State, input: unknown): string {
    if (!ArrayBuffer.isView(input)) {
      throw nativeError(
        TypeError,
        'ERR_INVALID_ARG_TYPE',
        'The "buf" argument must be an instance of Buffer, TypedArray, or DataView.',
      );
    }
    const encoding = encodingOf(state);
    let chunk = bytesOf(input);
    if (encoding === 'ascii' || encoding === 'latin1' || encoding === 'hex') {
      return codec.decode(chunk, 0, chunk.length, encoding);
    }
    let text = '';
    if (missing(state) > 0) {
      const completed = complete(state, encoding, chunk);
      text = completed.text;
      chunk = new Uint8Array(
        chunk.buffer,
        chunk.byteOffset + completed.taken,
        chunk.length - completed.taken,
      );
    }
    if (chunk.length === 0) return text;
    findIncomplete(state, encoding, chunk);
    const whole = chunk.length - buffered(state);
    if (buffered(state) > 0) state.set(chunk.subarray(whole), kIncompleteCharactersStart);
    return whole > 0 ? text + codec.decode(chunk, 0, whole, encoding) : text;
  }

  function flush(state: State): string {
    const encoding = encodingOf(state);
    if (encoding === 'utf16le' && buffered(state) % 2 === 1) {
      state[kMissingBytes] = missing(state) - 1;
      state[kBufferedBytes] = buffered(state) - 1;
    }
    if (buffered(state) === 0) return '';
    const text = held(state, encoding);
    state[kMissingBytes] = 0;
    state[kBufferedBytes] = 0;
    return text;
  }

  return {
    kIncompleteCharactersStart,
    kIncompleteCharactersEnd,
    kMissingBytes,
    kBufferedBytes,
    kEncodingField,
    kNumFields,
    kSize: kNumFields,
    encodings: encodingNames,
    decode,
    flush,
  };
}
