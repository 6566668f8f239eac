// The differences between the real Node and Holdfast that are not held against it: the whole list. Each is applied to both
// outputs.

/** @typedef {{name: string, why: string, apply(text: string): string}} Normalization */

/** @type {readonly Normalization[]} */
export const normalizations = [
  {
    name: 'internal frames',
    why: "Node's own lib is shipped minified, and C++ frames do not exist: frames in node: files are left out.",
    apply: (text) =>
      text.replace(/^ +at (?:[^\n]*\(node:[^\n]*\)|(?:async )?node:[^\n{]*)( \{)?\n/gm, (_frame, brace) =>
        brace === undefined ? '' : '    {\n',
      ),
  },
  {
    name: 'process id',
    why: 'Warnings carry the pid.',
    apply: (text) => text.replace(/^\(node:\d+\)/gm, '(node:PID)'),
  },
  {
    name: 'native frames',
    why: 'Frames of the JavaScript engine itself differ where a module body is a generator or a promise job.',
    apply: (text) => text.replace(/^ +at [^\n]*\((?:<anonymous>|native|index \d+)\)\n/gm, ''),
  },
  {
    name: 'executable',
    why: 'The real Node runs from the npm package that carries it.',
    apply: (text) => text.replace(/'[^'\n]*\/bin\/node'/g, "'/usr/local/bin/node'"),
  },
  {
    name: 'internal error source',
    why: "The line of Node's own source above an error that its lib threw is not shipped.",
    apply: (text) => text.replace(/^node:[\w/]+:\d+\n(?:(?!\n|[\w$[\]() ]*Error)[^\n]*\n){0,2}\n?/gm, ''),
  },
];

/** `folder` is where the case ran: a temporary one for the real Node, a project's in Holdfast. */
export function normalize(text, folder) {
  let result = text.replaceAll(folder, '/case');
  for (const { apply } of normalizations) result = apply(result);
  return result;
}
