// `sh -c` of one plain command: sh(1) of every system replaces itself by the last command that it was given, so that a signal
// to the shell is one to the program, and there is one process and not two. No process here can become another program;
// instead the program is started in the shell's place where its words need no shell.

/** What no shell gives a meaning to. */
const plain = /[A-Za-z0-9_/:.,@%+=-]/;

/** The words of a command that consists of nothing but words, some in quotes; undefined where it takes a shell to tell. */
export function plainWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === ' ' || char === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const end = text.indexOf(char, at + 1);
      const quoted = text.slice(at + 1, end);
      if (end < 0 || (char === '"' && /[$`\\]/.test(quoted))) return undefined;
      word = (word ?? '') + quoted;
      at = end;
    } else if (plain.test(char)) {
      word = (word ?? '') + char;
    } else {
      return undefined;
    }
  }
  if (word !== undefined) words.push(word);
  // An assignment.
  return words[0] === undefined || words[0].includes('=') ? undefined : words;
}
