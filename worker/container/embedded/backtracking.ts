// Regular expressions on which JavaScript's engine may try ever more ways to match: a group that repeats without end around
// something that repeats without end, or around alternatives. Nothing interrupts it, so that a search for such a pattern
// runs where SIGKILL really ends it. A guess from the text; most that it names are harmless.

interface Group {
  /** It has alternatives, or something in it repeats without end. */
  isLoose: boolean;
}

export function mayBacktrackForever(pattern: string): boolean {
  const open: Group[] = [{ isLoose: false }];
  let closed: Group | null = null;
  for (let index = 0; index < pattern.length; index++) {
    const rest = pattern.slice(index);
    const repeats = /^(?:[*+]|\{\d*,\})/.exec(rest)?.[0];
    const group = open.at(-1);
    if (repeats !== undefined) {
      if (closed?.isLoose === true) return true;
      if (group !== undefined) group.isLoose = true;
      index += repeats.length - 1;
    }
    closed = null;
    if (rest.startsWith('\\')) index++;
    else if (rest.startsWith('[')) index += /^\[\^?\]?(?:\\.|[^\]\\])*/s.exec(rest)?.[0].length ?? 0;
    else if (rest.startsWith('(')) open.push({ isLoose: false });
    else if (rest.startsWith('|') && group !== undefined) group.isLoose = true;
    else if (rest.startsWith(')') && open.length > 1) {
      closed = open.pop() ?? null;
      const around = open.at(-1);
      if (closed?.isLoose === true && around !== undefined) around.isLoose = true;
    }
  }
  return false;
}
