// The main input: the operands in ARGV one after the other, as the program left them: files, assignments (POSIX XCU, awk:
// "OPERANDS"), the standard input where there is no file.

import { Failure } from '../applet.ts';
import { expandEscapes } from './lexer.ts';
import type { Machine } from './machine.ts';
import { specialSlots } from './names.ts';
import type { RecordReader } from './record-reader.ts';
import { openRecords } from './streams.ts';
import { numberOf } from './values.ts';

const assignment = /^([A-Za-z_]\w*)=([^]*)$/;

export class MainInput {
  readonly #machine: Machine;
  #reader: RecordReader | null = null;
  #nextOperand = 1;
  #hadFile = false;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** The next record where it need not be waited for. */
  takeReady(): string | undefined {
    const record = this.#reader?.take(this.#machine.special('RS'));
    if (typeof record !== 'string') return undefined;
    this.#count();
    return record;
  }

  /** The next record, or null after the last one. */
  async next(): Promise<string | null> {
    for (;;) {
      this.#reader ??= this.#open();
      if (this.#reader === null) return null;
      const record = await this.#machine.streams.next(this.#reader, this.#machine.special('RS'));
      if (record !== null) {
        this.#count();
        return record;
      }
      this.#reader.close();
      this.#reader = null;
    }
  }

  #count(): void {
    for (const slot of [specialSlots.NR, specialSlots.FNR])
      this.#machine.set(slot, numberOf(this.#machine.get(slot)) + 1);
  }

  #open(): RecordReader | null {
    const machine = this.#machine;
    const operands = machine.array(specialSlots.ARGV).elements;
    while (this.#nextOperand < numberOf(machine.get(specialSlots.ARGC))) {
      const operand = machine.textOf(operands.get(String(this.#nextOperand)));
      this.#nextOperand += 1;
      if (operand === '') continue;
      const [, name, value] = assignment.exec(operand) ?? [];
      if (name === undefined || value === undefined) return this.#file(operand);
      if (!machine.assign(name, expandEscapes(value))) throw new Failure(`cannot assign to array ${name}`, 2);
    }
    return this.#hadFile ? null : this.#file(null);
  }

  /** Null: the standard input, which has no name then. */
  #file(name: string | null): RecordReader {
    this.#hadFile = true;
    const records = openRecords(this.#machine.context, name ?? '-');
    if (records instanceof Error) throw new Failure(`cannot open ${name ?? '-'} (${records.message})`, 2);
    this.#machine.set(specialSlots.FNR, 0);
    if (name !== null) this.#machine.set(specialSlots.FILENAME, name);
    return records;
  }
}
