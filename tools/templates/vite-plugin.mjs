// `import('./react?template')`: the files of a template's folder as one module, `{ default: FileTree }`, a chunk of its own.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const query = '?template';

function readTree(folder, watch) {
  const tree = {};
  for (const name of readdirSync(folder).sort()) {
    if (name === 'node_modules' || name === 'dist') continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) tree[name] = readTree(path, watch);
    else {
      watch(path);
      tree[name] = readFileSync(path, 'utf8');
    }
  }
  return tree;
}

/** @returns {import('vite').Plugin} */
export function templateFiles() {
  return {
    name: 'holdfast-template-files',
    // Before the folder's own package.json is looked at.
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.endsWith(query) || importer === undefined) return null;
      return `\0${resolve(dirname(importer), source.slice(0, -query.length))}${query}`;
    },
    load(id) {
      if (!id.startsWith('\0') || !id.endsWith(query)) return null;
      const tree = readTree(id.slice(1, -query.length), (path) => this.addWatchFile(path));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(tree))});`;
    },
  };
}
