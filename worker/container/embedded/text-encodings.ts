// The encodings of the WebContainer API's `BufferEncoding`, for a caller that is no Node realm.

import { hexText } from '../../os/hex-text.ts';
import { SystemError } from '../../protocol/errno.ts';

export function decodeText(bytes: Uint8Array, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    case 'utf16le':
    case 'ucs2':
    case 'ucs-2':
      return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes);
    case 'latin1':
    case 'binary':
      return binary(bytes);
    case 'ascii':
      return binary(bytes.map((byte) => byte & 0x7f));
    case 'base64':
      return btoa(binary(bytes));
    case 'base64url':
      return btoa(binary(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    case 'hex':
      return hexText(bytes);
    default:
      throw new SystemError('EINVAL', 'read', encoding);
  }
}

export function encodeText(text: string, encoding: string): Uint8Array {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
    case 'buffer':
      return new TextEncoder().encode(text);
    case 'utf16le':
    case 'ucs2':
    case 'ucs-2': {
      const bytes = new Uint8Array(text.length * 2);
      const view = new DataView(bytes.buffer);
      for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), true);
      return bytes;
    }
    case 'latin1':
    case 'binary':
    case 'ascii':
      return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
    case 'base64':
    case 'base64url':
      return encodeText(atob(text.replaceAll('-', '+').replaceAll('_', '/')), 'latin1');
    case 'hex':
      return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16));
    default:
      throw new SystemError('EINVAL', 'write', encoding);
  }
}

function binary(bytes: Uint8Array): string {
  let text = '';
  // In steps: String.fromCharCode takes its arguments on the stack.
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}
