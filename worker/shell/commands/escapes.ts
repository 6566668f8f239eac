// Backslash escapes of echo -e and printf (POSIX XCU, printf).

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** `stop`: \c was met, nothing more is to be printed. Octal is \0nnn, and \nnn too where `bareOctal`. */
export function expandEscapes(text: string, bareOctal = false): { text: string; stop: boolean } {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char !== '\\') {
      result += char;
      continue;
    }
    const rest = text.slice(index + 1, index + 10);
    const octal = (bareOctal ? /^0?[0-7]{1,3}/ : /^0[0-7]{0,3}/).exec(rest)?.[0];
    const hex = /^x([0-9a-fA-F]{1,2})|^u([0-9a-fA-F]{1,4})|^U([0-9a-fA-F]{1,8})/.exec(rest);
    if (octal !== undefined) {
      result += byteChar(parseInt(octal, 8) & 0xff);
      index += octal.length;
    } else if (hex !== null) {
      const value = parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '0', 16);
      result += hex[1] === undefined ? String.fromCodePoint(value) : byteChar(value);
      index += hex[0].length;
    } else if (rest.startsWith('c')) return { text: result, stop: true };
    else {
      const known = simple[rest.charAt(0)];
      result += known ?? `\\${rest.charAt(0)}`;
      index += 1;
    }
  }
  return { text: result, stop: false };
}

/** One byte: those above ASCII are kept as such by stream/text.ts. */
function byteChar(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}
