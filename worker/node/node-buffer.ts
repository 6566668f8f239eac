// The part of Node's own Buffer (JavaScript of the realm, not this code's) that bindings call.

export interface NodeBuffer extends Uint8Array {
  toString(encoding?: string): string;
}

export interface NodeBufferClass {
  from(text: string, encoding?: string): NodeBuffer;
  from(bytes: ArrayBufferLike, offset?: number, length?: number): NodeBuffer;
  alloc(size: number): NodeBuffer;
}
