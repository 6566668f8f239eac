// JavaScript in ASCII alone. A script with a single other character is kept by the browser with two bytes for each of its
// characters: decoding, scanning and holding Node's 3 MB of lib in every process cost twice as much for 13 box-drawing lines.

/** The same program: every other character as an escape, which strings, templates, regular expressions and names allow. */
export function asciiScript(code) {
  // A backslash before such a character means the character alone, and would mean the backslash before an escape.
  return code.replace(/(?<!\\)((?:\\\\)*)\\?([^\0-\x7f])/g, (_match, before, character) => {
    const escape = `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return before + escape;
  });
}

/** A Vite plugin, for the page and for its workers. */
export function asciiScripts() {
  return {
    name: 'holdfast:ascii-scripts',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle))
        if (output.type === 'chunk') output.code = asciiScript(output.code);
    },
  };
}
