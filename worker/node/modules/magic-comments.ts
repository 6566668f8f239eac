// The `sourceMappingURL` and `sourceURL` comments that V8 reads from a script.

const mark = /\/\/[#@][ \t]+(sourceMappingURL|sourceURL)=[ \t]*(\S*?)[ \t]*(?=[\r\n]|$)/g;

export function sourceComments(source: string): {
  sourceMapURL: string | undefined;
  sourceURL: string | undefined;
} {
  const result: { sourceMapURL: string | undefined; sourceURL: string | undefined } = {
    sourceMapURL: undefined,
    sourceURL: undefined,
  };
  if (!source.includes('source')) return result;
  for (const [, kind, value] of source.matchAll(mark)) {
    if (value === undefined || value === '') continue;
    if (kind === 'sourceMappingURL') result.sourceMapURL = value;
    else result.sourceURL = value;
  }
  return result;
}
