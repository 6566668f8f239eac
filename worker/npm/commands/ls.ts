// npm ls: the installed packages as a tree, with what is missing, invalid or not asked for.
import { growFromLockfile, readHiddenLockfile } from '../lockfile.ts';
import { projectRoot } from '../install/load-tree.ts';
import { type ErrorLine, NpmError } from '../npm-error.ts';
import { readManifest, readPackageJson } from '../package-json.ts';
import type { Session } from '../session.ts';
import { splitName } from '../spec.ts';
import { compareNames } from '../tree/collate.ts';
import type { Edge } from '../tree/edge.ts';
import type { PackageNode } from '../tree/node.ts';

interface Branch {
  readonly label: string;
  readonly node: PackageNode | undefined;
}

export async function lsCommand(session: Session, words: readonly string[]): Promise<number> {
  const { fs, prefix, config, terminal } = session;
  const manifest = readPackageJson(fs, `${prefix}/package.json`)?.manifest ?? {};
  const root = projectRoot(fs, prefix, manifest, config.flag('legacy-peer-deps'));
  const installed = readHiddenLockfile(fs, prefix);
  if (installed !== undefined) {
    const present = Object.entries(installed.packages).filter(
      ([location]) => fs.tryStat(`${prefix}/${location}`) !== undefined,
    );
    const packages = Object.fromEntries(present);
    growFromLockfile(
      root,
      { ...installed, packages },
      (path) => readManifest(fs, `${path}/package.json`) ?? {},
    );
  }
  const wanted = new Set(words.map((word) => splitName(word).name));
  const depthText = config.text('depth');
  const depth =
    config.flag('all') || wanted.size > 0 ? Infinity : depthText === undefined ? 0 : Number(depthText);
  const problems: string[] = [];
  const lines = [
    `${manifest.name === undefined ? '' : `${manifest.name}@${manifest.version ?? ''} `}${prefix}`,
  ];
  const top = print(root, '', depth, new Set([root]), problems, wanted);
  lines.push(...(top.length === 0 ? ['└── (empty)'] : top), '');
  terminal.line(lines.join('\n'));
  if (problems.every((problem) => problem.startsWith('extraneous:')))
    return wanted.size > 0 && top.length === 0 ? 1 : 0;
  throw new NpmError(
    'ELSPROBLEMS',
    problems.map((text): ErrorLine => ({ prefix: '', text })),
  );
}

function print(
  node: PackageNode,
  indent: string,
  depth: number,
  seen: Set<PackageNode>,
  problems: string[],
  wanted: ReadonlySet<string>,
): string[] {
  const branches = branchesOf(node, seen, problems).filter(
    ({ node: child, label }) => wanted.size === 0 || leadsTo(child, label, wanted, new Set()),
  );
  return branches.flatMap(({ label, node: child }, index) => {
    const last = index === branches.length - 1;
    const below = `${indent}${last ? '  ' : '│ '}`;
    const inner: string[] = [];
    if (child !== undefined && depth > 0 && !seen.has(child)) {
      seen.add(child);
      inner.push(...print(child, below, depth - 1, seen, problems, wanted));
    }
    return [`${indent}${last ? '└' : '├'}─${inner.length > 0 ? '┬' : '─'} ${label}`, ...inner];
  });
}

function branchesOf(node: PackageNode, seen: ReadonlySet<PackageNode>, problems: string[]): Branch[] {
  const branches: Branch[] = [];
  const names = new Set<string>();
  for (const edge of [...node.edgesOut.values()].sort((a, b) => compareNames(a.name, b.name))) {
    names.add(edge.name);
    const branch = branchOf(edge, seen, problems);
    if (branch !== undefined) branches.push(branch);
  }
  if (!node.isProjectRoot) return branches;
  for (const child of node.children.values()) {
    if (names.has(child.name) || child.edgesIn.size > 0) continue;
    problems.push(`extraneous: ${child.name}@${child.version} ${child.path}`);
    branches.push({ label: `${child.name}@${child.version} extraneous${linkText(child)}`, node: child });
  }
  return branches.sort((a, b) => compareNames(a.label, b.label));
}

function branchOf(edge: Edge, seen: ReadonlySet<PackageNode>, problems: string[]): Branch | undefined {
  const { to, from } = edge;
  const requester = from.isProjectRoot
    ? `${from.manifest.name ?? ''}@${from.manifest.version ?? ''}`
    : from.name;
  if (to === undefined) {
    if (edge.type === 'peerOptional') return undefined;
    const kind = edge.optional ? 'UNMET OPTIONAL DEPENDENCY' : 'UNMET DEPENDENCY';
    if (!edge.optional) problems.push(`missing: ${edge.name}@${edge.spec}, required by ${requester}`);
    return { label: `${kind} ${edge.name}@${edge.spec}`, node: undefined };
  }
  const link = linkText(to);
  const alias = to.packageName === undefined || to.packageName === to.name ? '' : `npm:${to.packageName}@`;
  const label = `${to.name}@${alias}${to.version}${link}`;
  if (!edge.valid) {
    problems.push(`invalid: ${label} ${to.path}`);
    const wish = from.isProjectRoot ? 'the root project' : from.location;
    return { label: `${label} invalid: "${edge.spec}" from ${wish}`, node: to };
  }
  const deduped =
    seen.has(to) || (to.parent !== from && !from.isProjectRoot && to.parent?.edgesOut.has(to.name) === true);
  return { label: deduped ? `${label} deduped` : label, node: deduped ? undefined : to };
}

function linkText({ linkPath, root }: PackageNode): string {
  return linkPath === undefined ? '' : ` -> .${linkPath.replace(root.path, '')}`;
}

function leadsTo(
  node: PackageNode | undefined,
  label: string,
  wanted: ReadonlySet<string>,
  walked: Set<PackageNode>,
): boolean {
  if (wanted.has(splitName(label).name)) return true;
  if (node === undefined || walked.has(node)) return false;
  walked.add(node);
  return [...node.edgesOut.values()].some((edge) => leadsTo(edge.to, edge.name, wanted, walked));
}
