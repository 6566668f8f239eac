// Which edges a package's own description gives it.
import type { Dependencies } from '../manifest.ts';
import { Edge, type EdgeType } from './edge.ts';
import type { PackageNode } from './node.ts';

/** Later kinds win over earlier ones of the same name, as in arborist. What a link needs, its target has. */
export function loadEdges(node: PackageNode): void {
  if (node.isLink) return;
  const { manifest } = node;
  const add = (dependencies: Dependencies | undefined, type: EdgeType): void => {
    for (const [name, spec] of Object.entries(dependencies ?? {})) {
      new Edge(node, name, type, spec, manifest.acceptDependencies?.[name]);
    }
  };
  if (!node.legacyPeerDeps) {
    const required: Record<string, string> = {};
    const optional: Record<string, string> = {};
    for (const [name, spec] of Object.entries(manifest.peerDependencies ?? {})) {
      (manifest.peerDependenciesMeta?.[name]?.optional === true ? optional : required)[name] = spec;
    }
    add(required, 'peer');
    add(optional, 'peerOptional');
  }
  add(manifest.dependencies, 'prod');
  add(manifest.optionalDependencies, 'optional');
  if (node.loadDev) add(manifest.devDependencies, 'dev');
  add(Object.fromEntries([...node.workspaces].map(([name, path]) => [name, `file:${path}`])), 'workspace');
}
