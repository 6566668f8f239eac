// Large functions of a WebAssembly module that Go's compiler wrote (esbuild's is the case in point), cut into small ones.
//
// V8 compiles a function a second time, with its optimizing compiler, when it is hot, and measures that in bytes of code: a
// return costs what stands before it, a jump back what it jumps over. Functions of Go that take the size of a parser are hot
// after some fifty calls, and take half a second each. Small ones are hot where the program is, and take milliseconds
// (docs/adr/0044-large-functions-are-cut.md).

import { opcode, Reader, sectionId, valueType, Writer } from './binary.ts';
import { readGoFunction } from './go-function.ts';
import { splitFunction, type SplitHost } from './split-function.ts';

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
  const module = readModule(bytes);
  if (module === null) return null;
  const additions = new Additions(module);
  const bodies = cutBodies(bytes, module, additions);
  return bodies.length === 0 ? null : assemble(bytes, module, bodies, additions);
}

/** What a module has that is rewritten. */
interface Module {
  readonly sections: readonly Section[];
  readonly functions: Section;
  readonly globals: Section;
  readonly code: Section;
  readonly globalCount: number;
  readonly importedCount: number;
  /** Type of each function, those that are imported first. */
  readonly functionTypes: readonly number[];
  /** Index of the type of Go's functions. */
  readonly goType: number;
}

/** null where Go did not write it. */
function readModule(bytes: Uint8Array): Module | null {
  const sections = readSections(bytes);
  const find = (id: number): Section | undefined => sections.find((section) => section.id === id);
  const [types, imports] = [find(sectionId.type), find(sectionId.import)];
  const [functions, globals, code] = [find(sectionId.function), find(sectionId.global), find(sectionId.code)];
  if (types === undefined || functions === undefined || globals === undefined || code === undefined)
    return null;
  const goType = findGoType(bytes, types);
  const imported = imports === undefined ? [] : importedFunctions(bytes, imports);
  if (goType === -1 || imported === null) return null;
  return {
    ...{ sections, functions, globals, code, goType },
    globalCount: new Reader(bytes, globals.start).unsigned(),
    importedCount: imported.length,
    functionTypes: [...imported, ...readVector(bytes, functions, (reader) => reader.unsigned())],
  };
}

/** What is added to a module: functions, and globals that carry values between them. */
class Additions implements SplitHost {
  readonly #bodies: Writer;
  readonly #carriers: number[] = [];
  functionCount = 0;

  constructor(private readonly module: Module) {
    this.#bodies = new Writer((module.code.end - module.code.start) >> 1);
  }

  /** Of the functions, with their sizes. */
  get bodies(): Uint8Array {
    return this.#bodies.written();
  }

  /** Types of the globals. */
  get carriers(): readonly number[] {
    return this.#carriers;
  }

  addFunction(body: Uint8Array): number {
    this.#bodies.unsigned(body.length);
    this.#bodies.copy(body);
    return this.module.functionTypes.length + this.functionCount++;
  }

  carrier(type: number, nth: number): number {
    const known = this.#carriers.flatMap((each, at) => (each === type ? [at] : []));
    return this.module.globalCount + (known[nth] ?? this.#carriers.push(type) - 1);
  }
}

/** All bodies of the code section in pieces, as they were and cut; none where nothing was cut. */
function cutBodies(bytes: Uint8Array, module: Module, additions: Additions): Uint8Array[] {
  const { code, functionTypes, goType, importedCount } = module;
  const goFunctions = { isGo: (index: number) => functionTypes[index] === goType };
  const reader = new Reader(bytes, code.start);
  const count = reader.unsigned();
  const pieces: Uint8Array[] = [];
  let copied = reader.at;
  for (let at = 0; at < count; at++) {
    const from = reader.at;
    const length = reader.unsigned();
    const start = reader.at;
    reader.at += length;
    if (length < smallestBytes || !goFunctions.isGo(importedCount + at)) continue;
    const whole = readGoFunction(bytes, start, reader.at, goFunctions);
    const body = whole === null ? null : splitFunction(bytes, whole, additions);
    if (body === null) continue;
    const size = new Writer(5);
    size.unsigned(body.length);
    pieces.push(bytes.subarray(copied, from), size.written(), body);
    copied = reader.at;
  }
  if (pieces.length > 0) pieces.push(bytes.subarray(copied, code.end));
  return pieces;
}

function assemble(
  bytes: Uint8Array,
  { sections, functions, globals, code, goType }: Module,
  bodies: readonly Uint8Array[],
  { bodies: added, carriers, functionCount }: Additions,
): Uint8Array {
  const out = new Writer(bytes.length + added.length);
  out.copy(bytes, 0, 8);
  for (const section of sections) {
    const list = new Reader(bytes, section.start);
    const start = new Writer(5);
    const more = new Writer(256);
    if (section === functions) {
      start.unsigned(list.unsigned() + functionCount);
      for (let each = 0; each < functionCount; each++) more.unsigned(goType);
    } else if (section === globals) {
      start.unsigned(list.unsigned() + carriers.length);
      for (const type of carriers) more.byte(type, 1, ...zeroOf(type), opcode.end);
    } else if (section === code) {
      start.unsigned(list.unsigned() + functionCount);
      writeSection(out, section.id, start.written(), ...bodies, added);
      continue;
    } else {
      out.copy(bytes, section.at, section.end);
      continue;
    }
    writeSection(out, section.id, start.written(), bytes.subarray(list.at, section.end), more.written());
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
