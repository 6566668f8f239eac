// The format of .env files as Node reads it (src/node_dotenv.cc).

export function parseEnv(text: string): Record<string, string> {
  const result: Record<string, string> = {};
  const lines = text.replace(/\r\n?/g, '\n');
  let position = 0;
  while (position < lines.length) {
    const end = lineEnd(lines, position);
    const line = lines.slice(position, end);
    const equals = line.indexOf('=');
    const key = line
      .slice(0, Math.max(0, equals))
      .trim()
      .replace(/^export\s+/, '');
    if (line.trim().startsWith('#') || equals < 0 || key === '') {
      position = end + 1;
      continue;
    }
    const start = position + equals + 1;
    const { value, next } = readValue(lines, start, end);
    result[key] = value;
    position = next;
  }
  return result;
}

function lineEnd(text: string, from: number): number {
  const index = text.indexOf('\n', from);
  return index < 0 ? text.length : index;
}

/** A quoted value may span lines; only double quotes expand `\n`; outside quotes `#` begins a comment. */
function readValue(text: string, start: number, end: number): { value: string; next: number } {
  const skipped = /^[^\S\n]*/.exec(text.slice(start, end))?.[0].length ?? 0;
  const first = start + skipped;
  const quote = text[first];
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = text.indexOf(quote, first + 1);
    if (close >= 0) {
      const raw = text.slice(first + 1, close);
      return {
        value: quote === '"' ? raw.replaceAll('\\n', '\n') : raw,
        next: lineEnd(text, close) + 1,
      };
    }
  }
  const comment = text.indexOf('#', start);
  const stop = comment >= 0 && comment < end ? comment : end;
  return { value: text.slice(start, stop).trim(), next: end + 1 };
}
