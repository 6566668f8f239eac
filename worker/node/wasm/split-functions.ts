// Large functions of a WebAssembly module that Go's compiler wrote (esbuild's is the case in point), cut into small ones.
//
// V8 compiles a function a second time, with its optimizing compiler, when it is hot, and measures that in bytes of code: a
// return costs what stands before it, a jump back what it jumps over. Functions of Go that take the size of a parser are hot
// after some fifty calls, and take half a second each. Small ones are hot where the program is, and take milliseconds
// (docs/adr/0044-large-functions-are-cut.md).

import { opcode, Reader, sectionId, valueType, Writer } from './binary.ts';
import { readGoFunction } from './go-function.ts';
import { splitFunction } from './split-function.ts';

/** Smaller functions stay as they are, in bytes. */
const smallestBytes = 4_096;

/** A section's id and its contents. */
interface Section {
  readonly id: number;
  /** Of the id itself. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** The module with its large functions cut; `bytes` itself where there is none, or it is not understood. */
export function splitFunctions(bytes: Uint8Array): Uint8Array {
  try {
    return rewrite(bytes) ?? bytes;
  } catch (error) {
    // Not WebAssembly: whoever compiles it is told so.
    if (error instanceof RangeError) return bytes;
    throw error;
  }
}

function rewrite(bytes: Uint8Array): Uint8Array | null {
  const sections = readSections(bytes);
  const find = (id: number): Section | undefined => sections.find((section) => section.id === id);
  const [types, functions, globals, code] = [
    find(sectionId.type),
    find(sectionId.function),
    find(sectionId.global),
    find(sectionId.code),
  ];
  if (types === undefined || functions === undefined || globals === undefined || code === undefined)
    return null;
  const goType = findGoType(bytes, types);
  const imports = find(sectionId.import);
  const imported = imports === undefined ? [] : importedFunctions(bytes, imports);
  if (goType === -1 || imported === null) return null;
  const functionTypes = [...imported, ...readVector(bytes, functions, (reader) => reader.unsigned())];

  const globalReader = new Reader(bytes, globals.start);
  const globalCount = globalReader.unsigned();
  const carriers: number[] = [];
  const added = new Writer((code.end - code.start) >> 1);
  let addedCount = 0;
  const goFunctions = { isGo: (index: number) => functionTypes[index] === goType };
  const host = {
    addFunction(body: Uint8Array): number {
      added.unsigned(body.length);
      added.copy(body);
      return functionTypes.length + addedCount++;
    },
    carrier(type: number, nth: number): number {
      const known = carriers.flatMap((each, at) => (each === type ? [at] : []));
      const at = known[nth] ?? carriers.push(type) - 1;
      return globalCount + at;
    },
  };

  const reader = new Reader(bytes, code.start);
  const count = reader.unsigned();
  const bodies: Uint8Array[] = [];
  /** Up to where `bodies` has what the module had. */
  let copied = reader.at;
  for (let at = 0; at < count; at++) {
    const from = reader.at;
    const length = reader.unsigned();
    const start = reader.at;
    reader.at += length;
    if (length < smallestBytes || functionTypes[imported.length + at] !== goType) continue;
    const whole = readGoFunction(bytes, start, reader.at, goFunctions);
    const body = whole === null ? null : splitFunction(bytes, whole, host);
    if (body === null) continue;
    const size = new Writer(5);
    size.unsigned(body.length);
    bodies.push(bytes.subarray(copied, from), size.written(), body);
    copied = reader.at;
  }
  if (addedCount === 0) return null;
  bodies.push(bytes.subarray(copied, code.end));

  const out = new Writer(bytes.length + (1 << 20));
  out.copy(bytes, 0, 8);
  for (const section of sections) {
    if (section === functions) {
      const list = new Reader(bytes, section.start);
      const content = new Writer(section.end - section.start + addedCount * 2);
      content.unsigned(list.unsigned() + addedCount);
      content.copy(bytes, list.at, section.end);
      for (let each = 0; each < addedCount; each++) content.unsigned(goType);
      writeSection(out, section.id, content.written());
    } else if (section === globals) {
      const content = new Writer(section.end - section.start + carriers.length * 12);
      content.unsigned(globalCount + carriers.length);
      content.copy(bytes, globalReader.at, section.end);
      for (const type of carriers) content.byte(type, 1, ...zeroOf(type), opcode.end);
      writeSection(out, section.id, content.written());
    } else if (section === code) {
      const total = new Writer(5);
      total.unsigned(count + addedCount);
      writeSection(out, section.id, total.written(), ...bodies, added.written());
    } else out.copy(bytes, section.at, section.end);
  }
  return out.written();
}

function readSections(bytes: Uint8Array): Section[] {
  const reader = new Reader(bytes, 8);
  const sections: Section[] = [];
  while (reader.at < bytes.length) {
    const at = reader.at;
    const id = reader.byte();
    const size = reader.unsigned();
    const start = reader.at;
    reader.at += size;
    if (reader.at > bytes.length) throw new RangeError('unexpected end of WebAssembly');
    sections.push({ id, at, start, end: reader.at });
  }
  return sections;
}

function writeSection(out: Writer, id: number, ...contents: readonly Uint8Array[]): void {
  out.byte(id);
  out.unsigned(contents.reduce((size, { length }) => size + length, 0));
  for (const content of contents) out.copy(content);
}

function readVector<T>(bytes: Uint8Array, { start }: Section, read: (reader: Reader) => T): T[] {
  const reader = new Reader(bytes, start);
  return Array.from({ length: reader.unsigned() }, () => read(reader));
}

/** Index of the type that takes and gives an i32; -1 where there is none. */
function findGoType(bytes: Uint8Array, section: Section): number {
  const isGo = readVector(bytes, section, (reader) => {
    if (reader.byte() !== 0x60) return null;
    const [parameters, results] = [0, 0].map(() =>
      Array.from({ length: reader.unsigned() }, () => reader.byte()),
    );
    return String(parameters) === String(valueType.i32) && String(results) === String(valueType.i32);
  });
  // A type of another kind is as long as nobody knows.
  return isGo.includes(null) ? -1 : isGo.indexOf(true);
}

/** Types of the imported functions; null where something else is imported. */
function importedFunctions(bytes: Uint8Array, section: Section): number[] | null {
  const types = readVector(bytes, section, (reader) => {
    for (let name = 0; name < 2; name++) {
      const length = reader.unsigned();
      reader.at += length;
    }
    return reader.byte() === 0 ? reader.unsigned() : -1;
  });
  return types.includes(-1) ? null : types;
}

/** The constant expression of a type's 0, but for its end. */
function zeroOf(type: number): number[] {
  if (type === valueType.i32) return [opcode.i32Const, 0];
  if (type === valueType.i64) return [opcode.i64Const, 0];
  if (type === valueType.f32) return [opcode.f32Const, 0, 0, 0, 0];
  return [opcode.f64Const, 0, 0, 0, 0, 0, 0, 0, 0];
}
