// What node will probably be asked to run next: the scripts of the last burst of starts, a dev server and its compiler, say, as
// soon as it is known what they open, which their first start tells when it is over. While the machine rests, one spare gets
// ready for each (docs/adr/0047-spares-get-ready-for-what-is-likely.md). Owned by the machine.

import type { Image } from './process.ts';
import type { WorkerLink } from './worker-link.ts';

/** Each costs a worker at rest, and what it gets ready. */
const most = 2;
/** Scripts of which it is known what they open. */
const mostKnown = 20;

export class LikelyScripts {
  /** Since the machine was last at rest; null: of no file. */
  #burst: (string | null)[] = [];
  #last: readonly (string | null)[] = [];
  readonly #told = new Map<WorkerLink, string>();
  /** What each opens as it starts; the oldest first. */
  readonly #opened = new Map<string, readonly string[]>();

  /** How many spares of node's there are to be at rest. */
  get count(): number {
    return Math.max(1, this.#known.length);
  }

  get #known(): readonly string[] {
    return this.#last.filter((script): script is string => script !== null && this.#opened.has(script));
  }

  started(script: string | null): void {
    this.#burst.push(script);
  }

  /** The machine is at rest. */
  rest(): void {
    if (this.#burst.length > 0) this.#last = this.#burst.slice(0, most);
    this.#burst = [];
  }

  /** Tells those of `spares` that are told nothing yet; each script once. */
  tell(spares: readonly WorkerLink[]): void {
    const known = new Set(spares.map((link) => this.#told.get(link)));
    const open = spares.filter((link) => !this.#told.has(link));
    for (const script of this.#known) {
      if (known.has(script)) continue;
      const link = open.shift();
      if (link === undefined) return;
      this.#told.set(link, script);
      link.post({ type: 'anticipate', script, files: [...(this.#opened.get(script) ?? [])] });
    }
  }

  /** What a spare is ready for; undefined where it is for nothing in particular. */
  of(link: WorkerLink): string | undefined {
    return this.#told.get(link);
  }

  knows(script: string): boolean {
    return this.#opened.has(script);
  }

  /** It has told what it opened. */
  opened(script: string, files: readonly string[]): void {
    this.#opened.set(script, files);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > mostKnown && oldest !== undefined) this.#opened.delete(oldest);
  }

  forget(link: WorkerLink): void {
    this.#told.delete(link);
  }
}

/** The file that node is to run, as far as can be told without its options; null for no node, and for none. */
export function scriptOf({ program, argv, cwd }: Image): string | null {
  const [option, script] = program === 'node' ? firstOperand(argv) : [];
  if (script === undefined || /^-(?:e|p|pe|-eval|-print)$/.test(option ?? '')) return null;
  return script.startsWith('/') ? script : `${cwd}/${script}`;
}

/** And what stands before it. */
function firstOperand(argv: readonly string[]): readonly (string | undefined)[] {
  const at = argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
  return at === -1 ? [] : [argv[at - 1], argv[at]];
}
