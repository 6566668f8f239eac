// Bytes of a terminal as keys: xterm's sequences (ctlseqs), UTF-8 text, bracketed paste. Keeps what is incomplete.

export type Key =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  /** `ctrl-a`, `alt-b`, `left`, `ctrl-left`, `enter`, `tab`, `backspace`, … */
  | { readonly type: 'key'; readonly name: string };

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

const controls: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x1f': 'ctrl-_',
  '\x1d': 'ctrl-]',
};

const finals: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
};

const tildes: Readonly<Record<string, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
};

export class KeyDecoder {
  readonly #decoder = new TextDecoder();
  #rest = '';

  /** The keys in `bytes`, one at a time: whoever stops early gets the others' text from `takeRest`. */
  *decode(bytes: Uint8Array): Generator<Key> {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    for (;;) {
      const key = this.#next();
      if (key === undefined) return;
      yield key;
    }
  }

  /** What has not been decoded yet, to be read again by whoever reads next. */
  takeRest(): string {
    const rest = this.#rest;
    this.#rest = '';
    return rest;
  }

  #next(): Key | undefined {
    const text = this.#rest;
    if (text === '') return undefined;
    if (text.startsWith(pasteStart)) {
      const end = text.indexOf(pasteEnd);
      if (end === -1) return undefined;
      this.#rest = text.slice(end + pasteEnd.length);
      return { type: 'paste', text: text.slice(pasteStart.length, end).replace(/\r\n?/g, '\n') };
    }
    if (text.startsWith('\x1b')) return this.#escape(text);
    const char = String.fromCodePoint(text.codePointAt(0) ?? 0);
    const named = controls[char];
    if (named !== undefined) return this.#key(named, 1);
    if (char < ' ') return this.#key(`ctrl-${String.fromCharCode(char.charCodeAt(0) + 96)}`, 1);
    // eslint-disable-next-line no-control-regex -- text ends where a control character begins
    const run = /^[^\x00-\x1f\x7f]+/.exec(text)?.[0] ?? char;
    this.#rest = text.slice(run.length);
    return { type: 'text', text: run };
  }

  #escape(text: string): Key | undefined {
    if (text.length === 1 || pasteStart.startsWith(text)) return undefined;
    // eslint-disable-next-line no-control-regex -- as above
    const sequence = /^\x1b(\[|O)([0-9;]*)([A-Za-z~])/.exec(text);
    if (sequence !== null) {
      const [whole, , parameters = '', final = ''] = sequence;
      const [first = '', modifier = ''] = parameters.split(';');
      const name = final === '~' ? tildes[first] : finals[final];
      const prefix = { '3': 'alt-', '5': 'ctrl-', '7': 'ctrl-' }[modifier] ?? '';
      return this.#key(name === undefined ? 'unknown' : prefix + name, whole.length);
    }
    // eslint-disable-next-line no-control-regex -- as above
    if (/^\x1b(?:\[[0-9;]*|O)$/.test(text)) return undefined;
    const char = String.fromCodePoint(text.codePointAt(1) ?? 0);
    const name = controls[char] ?? char;
    return this.#key(`alt-${name}`, 1 + char.length);
  }

  #key(name: string, length: number): Key {
    this.#rest = this.#rest.slice(length);
    return { type: 'key', name };
  }
}
