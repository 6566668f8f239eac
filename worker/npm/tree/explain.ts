// Why a peer dependency cannot be met, in the words of npm's ERESOLVE report.
import type { ErrorLine } from '../npm-error.ts';
import { NpmError } from '../npm-error.ts';
import { relativePath } from '../../os/posix-path.ts';
import type { PlacementCheck } from './can-place.ts';
import type { Edge } from './edge.ts';
import type { PackageNode } from './node.ts';

export interface EdgeExplanation {
  readonly name: string;
  readonly type: string;
  readonly spec: string;
  readonly rawSpec?: string;
  /** Of a workspace, relative to the project. */
  readonly folder?: string;
  readonly from: NodeExplanation;
}

export interface NodeExplanation {
  /** Absent for the root project. */
  readonly name?: string;
  readonly version?: string;
  readonly location?: string;
  readonly whileInstalling?: { readonly name: string; readonly version: string };
  readonly dependents: readonly EdgeExplanation[];
  /** Of a linked folder: its links. */
  readonly linksIn?: readonly NodeExplanation[];
}

export interface PeerConflict {
  readonly edge: EdgeExplanation;
  readonly dependency: NodeExplanation | undefined;
  readonly current: NodeExplanation | undefined;
  readonly currentEdge: EdgeExplanation | undefined;
  readonly peerConflict:
    { readonly current: NodeExplanation | undefined; readonly peer: NodeExplanation | undefined } | undefined;
  readonly strictPeerDeps: boolean;
}

export class PeerConflictError extends NpmError {
  constructor(message: string, conflict: PeerConflict) {
    const flags = [
      ...(conflict.strictPeerDeps ? ['--no-strict-peer-deps'] : []),
      '--force',
      '--legacy-peer-deps',
    ];
    const fix = `Fix the upstream dependency conflict, or retry this command with ${either(flags)} to accept an incorrect (and potentially broken) dependency resolution.`;
    const lines: ErrorLine[] = [
      { prefix: 'ERESOLVE', text: message },
      { prefix: '', text: '' },
      { prefix: '', text: `${describeConflict(conflict, 4)}\n\n${fix}` },
    ];
    super('ERESOLVE', lines);
  }
}

export function explainEdge(edge: Edge, seen: readonly PackageNode[] = []): EdgeExplanation {
  return {
    name: edge.name,
    type: edge.type,
    spec: edge.spec,
    ...(edge.rawSpec === edge.spec ? {} : { rawSpec: edge.rawSpec }),
    ...(edge.type === 'workspace'
      ? { folder: relativePath(edge.from.path, edge.spec.slice('file:'.length)) }
      : {}),
    from: explainNode(edge.from, undefined, seen),
  };
}

export function explainNode(
  node: PackageNode,
  edge?: Edge,
  seen: readonly PackageNode[] = [],
): NodeExplanation {
  if (node.sourceReference !== undefined) return explainNode(node.sourceReference, edge, seen);
  if (node.isProjectRoot && node.parent === undefined) return { dependents: [] };
  const { root } = node;
  const source = root.sourceReference;
  const own = {
    name: node.isTop ? (node.packageName ?? node.name) : node.name,
    version: node.version,
    ...(source === undefined
      ? {}
      : {
          whileInstalling: { name: root.manifest.name ?? source.name, version: root.manifest.version ?? '' },
        }),
  };
  if (seen.includes(node)) return { ...own, dependents: [] };
  const walked = [...seen, node];
  const edges =
    edge === undefined ? [...node.edgesIn].filter((e) => e.valid || e.from.isProjectRoot) : [edge];
  const linksIn = [...node.linksIn].map((link) => explainNode(link, edge, walked));
  return {
    ...own,
    location: node.location,
    dependents: edges.map((e) => explainEdge(e, walked)),
    ...(linksIn.length === 0 ? {} : { linksIn }),
  };
}

interface ConflictParts {
  readonly current: PackageNode | undefined;
  readonly isChild: boolean;
  readonly check: PlacementCheck | undefined;
  readonly ownDependency: PackageNode;
  readonly ownEdge: Edge;
  readonly strictPeerDeps: boolean;
}

export function explainPeerConflict(edge: Edge, dependency: PackageNode, parts: ConflictParts): PeerConflict {
  const found = edge.from.resolve(edge.name);
  const base = {
    edge: explainEdge(edge),
    dependency: explainNode(dependency, edge),
    currentEdge: undefined,
    strictPeerDeps: parts.strictPeerDeps,
  };
  if (parts.isChild) {
    return { ...base, current: found && explainNode(found, edge), peerConflict: undefined };
  }
  const current = found && explainNode(found);
  if (parts.check !== undefined && parts.check.self !== 'conflict') {
    const peer = parts.check.conflictingPeers.find((check) => check.current !== undefined);
    return {
      ...base,
      current,
      peerConflict: peer && {
        current: peer.current && explainNode(peer.current),
        peer: explainNode(peer.dependency, peer.edge),
      },
    };
  }
  return {
    ...base,
    current,
    peerConflict: {
      current: parts.current && explainNode(parts.current),
      peer: explainNode(parts.ownDependency, parts.ownEdge),
    },
  };
}

/** `depth` limits how far dependents are followed. */
export function describeConflict(conflict: PeerConflict, depth: number): string {
  const { edge, dependency, current, currentEdge, peerConflict } = conflict;
  const lines: string[] = [];
  const installing = dependency?.whileInstalling ?? current?.whileInstalling ?? edge.from.whileInstalling;
  if (installing !== undefined) lines.push(`While resolving: ${installing.name}@${installing.version}`);
  if (current !== undefined) lines.push(`Found: ${printTree(current, depth)}`);
  else if (peerConflict?.current !== undefined)
    lines.push(`Found: ${printTree(peerConflict.current, depth)}`);
  else lines.push(`Found: ${printEdge(currentEdge ?? edge, depth)}`);
  lines.push(`\nCould not resolve dependency:\n${printEdge(edge, depth)}`);
  if (peerConflict?.peer !== undefined) {
    lines.push(`\nConflicting peer dependency: ${printTree(peerConflict.peer, depth)}`);
  }
  return lines.join('\n');
}

function printTree(node: NodeExplanation, depth: number): string {
  return printNode(node) + printDependents(node, depth) + printLinksIn(node, depth);
}

function printNode(node: NodeExplanation): string {
  return `${node.name ?? ''}@${node.version ?? ''}${node.location ? `\n${node.location}` : ''}`;
}

function printDependents(node: NodeExplanation, depth: number): string {
  const { dependents } = node;
  if (dependents.length === 0 || depth <= 0) return '';
  const most = Math.ceil(depth / 2);
  const messages = dependents.slice(0, most).map((edge) => printEdge(edge, depth));
  if (dependents.length > most) {
    messages.push(`${String(dependents.length - most)} more (${overflow(dependents.slice(most))})`);
  }
  return `\n${messages.join('\n')}`.split('\n').join('\n  ');
}

function printLinksIn({ linksIn = [] }: NodeExplanation, depth: number): string {
  if (linksIn.length === 0 || depth <= 0) return '';
  const text = linksIn.map((link) => printTree(link, depth - 1)).join('\n');
  return `\n${text}`.split('\n').join('\n  ');
}

/** Names of the dependents that are left out, up to some 50 characters. */
function overflow(edges: readonly EdgeExplanation[]): string {
  const names: string[] = [];
  let length = 0;
  for (const [index, { from }] of edges.entries()) {
    const name = from.name ?? 'the root project';
    length += name.length;
    if (length >= 50 && index < edges.length - 1) {
      names.push('...');
      break;
    }
    names.push(name);
  }
  return names.join(', ');
}

function printEdge(edge: EdgeExplanation, depth: number): string {
  const type = edge.type === 'prod' ? '' : `${edge.type} `;
  const wanted = edge.folder ?? `${edge.name}@"${edge.spec}"`;
  const dependency = edge.rawSpec === undefined ? wanted : `overridden ${wanted} (was "${edge.rawSpec}")`;
  const { from } = edge;
  const source =
    from.name === undefined
      ? 'the root project'
      : printNode(from) + printDependents(from, depth - 1) + printLinksIn(from, depth - 1);
  return `${type}${dependency} from ${source}`;
}

function either(flags: readonly string[]): string {
  if (flags.length <= 2) return flags.join(' or ');
  return `${flags.slice(0, -1).join(', ')}, or ${flags.at(-1) ?? ''}`;
}
