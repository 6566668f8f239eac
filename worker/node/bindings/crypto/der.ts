// DER (X.690), as much as keys are made of.

import { concatBytes } from '../../../os/concat-bytes.ts';

export const tag = {
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OID: 0x06,
  SEQUENCE: 0x30,
  /** Context-specific, constructed. */
  CONTEXT_0: 0xa0,
  CONTEXT_1: 0xa1,
} as const;

export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
}

export class DerError extends Error {}

/** The nodes one after the other in `bytes`. Throws DerError on what is no DER. */
export function readDer(bytes: Uint8Array): DerNode[] {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length;) {
    const kind = bytes[at++] as number;
    let length = bytes[at++];
    if (length === undefined) throw new DerError('truncated');
    if (length & 0x80) {
      let count = length & 0x7f;
      if (count === 0 || count > 4) throw new DerError('length');
      for (length = 0; count > 0; count--) length = length * 256 + (bytes[at++] ?? 0);
    }
    if (at + length > bytes.length) throw new DerError('truncated');
    nodes.push({ tag: kind, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return nodes;
}

/** The children of a node of the given kind. */
export function childrenOf(node: DerNode | undefined, kind: number): DerNode[] {
  return readDer(contentOf(node, kind));
}

export function contentOf(node: DerNode | undefined, kind: number): Uint8Array {
  if (node?.tag !== kind) throw new DerError('wrong tag');
  return node.content;
}

/** An unsigned integer without leading zeros. */
export function unsignedOf(node: DerNode | undefined): Uint8Array {
  const content = contentOf(node, tag.INTEGER);
  let start = 0;
  while (start < content.length - 1 && content[start] === 0) start++;
  return content.subarray(start);
}

export function oidOf(node: DerNode | undefined): string {
  const [first = 0, ...rest] = contentOf(node, tag.OID);
  const arcs = [Math.floor(first / 40), first % 40];
  let arc = 0;
  for (const byte of rest) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

export function der(kind: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((size, part) => size + part.length, 0);
  const prefix = [kind];
  if (length < 0x80) {
    prefix.push(length);
  } else {
    const digits: number[] = [];
    for (let rest = length; rest > 0; rest >>= 8) digits.unshift(rest & 0xff);
    prefix.push(0x80 | digits.length, ...digits);
  }
  return concatBytes([Uint8Array.from(prefix), ...parts]);
}

export function derUnsigned(value: Uint8Array): Uint8Array {
  let start = 0;
  while (start < value.length - 1 && value[start] === 0) start++;
  const digits = value.subarray(start);
  const negative = ((digits[0] ?? 0) & 0x80) !== 0;
  return der(tag.INTEGER, negative ? Uint8Array.of(0) : new Uint8Array(0), digits);
}

export function derOid(oid: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return der(tag.OID, Uint8Array.from(bytes));
}
