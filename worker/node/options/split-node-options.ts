// Splits NODE_OPTIONS into arguments (ParseNodeOptionsEnvVar in src/node.cc): spaces separate, double quotes group, a
// backslash escapes inside quotes.

export function splitNodeOptions(text: string): string[] | { readonly error: string } {
  const result: string[] = [];
  let inString = false;
  let willStartNew = true;
  for (let index = 0; index < text.length; index++) {
    let char = text[index] ?? '';
    if (char === '\\' && inString) {
      if (index + 1 === text.length) return { error: 'invalid value for NODE_OPTIONS (invalid escape)' };
      char = text[++index] ?? '';
    } else if (char === ' ' && !inString) {
      willStartNew = true;
      continue;
    } else if (char === '"') {
      inString = !inString;
      continue;
    }
    if (willStartNew) {
      result.push(char);
      willStartNew = false;
    } else {
      result[result.length - 1] += char;
    }
  }
  if (inString) return { error: 'invalid value for NODE_OPTIONS (unterminated string)' };
  return result;
}
