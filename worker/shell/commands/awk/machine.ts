// The state of a running program: its variables, the current record, what it prints. One a run.

import type { AppletContext } from '../applet.ts';
import { floating } from '../printf.ts';
import { AwkRecord, type Separation } from './fields.ts';
import { formatText } from './format.ts';
import { MainInput } from './main-input.ts';
import { specialSlots, type Names } from './names.ts';
import { Random } from './random.ts';
import { awkRegex } from './regex.ts';
import { Streams } from './streams.ts';
import { AwkArray, InputText, numberOf, type Value } from './values.ts';

/** The clock is asked once in so many steps: a step takes far less than it. */
const stepsBetweenLooks = 1024;
/** Integers are written as such up to C's long; beyond it by CONVFMT (POSIX XCU, awk: "Expressions in awk"). */
const maxInteger = 2 ** 63;

export class Machine {
  readonly context: AppletContext;
  readonly streams: Streams;
  readonly record: AwkRecord;
  readonly input: MainInput;
  readonly random = new Random();
  exitCode = 0;
  /** Variables by slot (names.ts). NF's is not used: the record counts. */
  readonly #globals: (Value | AwkArray)[] = [];
  readonly #names: Names;
  #steps = 0;

  constructor(context: AppletContext, names: Names) {
    this.context = context;
    this.#names = names;
    const initial = { NR: 0, FNR: 0, FS: ' ', OFS: ' ', ORS: '\n', RS: '\n', SUBSEP: '\x1c' };
    for (const [name, value] of Object.entries({ ...initial, CONVFMT: '%.6g', OFMT: '%.6g' }))
      this.#globals[names.slotOf(name)] = value;
    this.#globals[specialSlots.RSTART] = 0;
    this.#globals[specialSlots.RLENGTH] = -1;
    this.streams = new Streams(context);
    this.record = new AwkRecord({
      separation: () => this.separation(),
      outputSeparator: () => this.special('OFS'),
      textOf: this.textOf,
    });
    this.input = new MainInput(this);
  }

  get(slot: number): Value {
    return slot === specialSlots.NF ? this.record.count : (this.#globals[slot] as Value);
  }

  set(slot: number, value: Value): void {
    if (slot === specialSlots.NF) this.record.count = numberOf(value);
    else this.#globals[slot] = value;
  }

  /** Of a name that the program uses as an array. */
  array(slot: number): AwkArray {
    this.#globals[slot] ??= new AwkArray();
    return this.#globals[slot] as AwkArray;
  }

  /** A special variable's text. */
  special(name: 'CONVFMT' | 'FS' | 'OFMT' | 'OFS' | 'ORS' | 'RS' | 'SUBSEP'): string {
    const value = this.#globals[specialSlots[name]];
    return typeof value === 'string' ? value : this.textOf(value as Value);
  }

  separation(): Separation {
    return { separator: this.special('FS'), newlines: this.special('RS') === '' };
  }

  /** `var=value` of -v and of operands; false where the program has an array of that name. */
  assign(name: string, text: string): boolean {
    if (this.#names.isGlobalArray(name)) return false;
    this.set(this.#names.slotOf(name), new InputText(text));
    return true;
  }

  // An arrow, because it is handed on.
  readonly textOf = (value: Value): string => {
    if (typeof value === 'string') return value;
    if (value === undefined) return '';
    return typeof value === 'number' ? this.#numberText(value, 'CONVFMT') : value.text;
  };

  /** As print writes it. */
  printedText(value: Value): string {
    return typeof value === 'number' ? this.#numberText(value, 'OFMT') : this.textOf(value);
  }

  regexOf(value: Value): RegExp {
    return awkRegex(this.textOf(value));
  }

  /** To be called in every loop; true where `rest` is to be awaited. */
  get tired(): boolean {
    this.#steps += 1;
    return this.#steps >= stepsBetweenLooks || this.streams.full;
  }

  /** Lets signals in, and what was printed out. */
  async rest(): Promise<void> {
    this.#steps = 0;
    if (this.streams.full) await this.streams.drain();
    await this.context.breathe();
  }

  #numberText(value: number, format: 'CONVFMT' | 'OFMT'): string {
    if (Number.isInteger(value) && Math.abs(value) < maxInteger)
      return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
    const how = this.special(format);
    if (how !== '%.6g') return formatText(how, [value], () => String(value));
    return (value < 0 ? '-' : '') + floating('g', Math.abs(value), 6, false);
  }
}
