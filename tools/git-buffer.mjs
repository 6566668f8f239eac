// isomorphic-git expects Node's global Buffer. jsh has none, and the Node realm has one of its own: the bundle of git gets
// the `buffer` package by an import, so that nothing global changes.

export function gitBuffer() {
  return {
    name: 'git-buffer',
    transform(code, id) {
      if (!/isomorphic-git(?:\/index)?\.js(?:\?|$)/.test(id)) return null;
      return { code: `import { Buffer } from 'buffer';\n${code}`, map: null };
    },
  };
}
