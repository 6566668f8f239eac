// What keys send that a keyboard on a screen lacks.

export type TouchKey = 'Escape' | 'Tab' | 'ArrowLeft' | 'ArrowUp' | 'ArrowDown' | 'ArrowRight';

const finals = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D' } as const;

/** As xterm sends them; full-screen programs ask for the application's form of the arrows (DECCKM). */
export function keySequence(key: TouchKey, applicationCursor: boolean): string {
  switch (key) {
    case 'Escape':
      return '\x1b';
    case 'Tab':
      return '\t';
    default:
      return `\x1b${applicationCursor ? 'O' : '['}${finals[key]}`;
  }
}

/** What Ctrl makes of a typed character: `c` is ETX, `[` is ESC. More than one character, or one without such a form, stays. */
export function withControl(data: string): string {
  return /^[@a-z[\\\]^_ ]$/i.test(data) ? String.fromCharCode(data.toUpperCase().charCodeAt(0) & 0x1f) : data;
}
