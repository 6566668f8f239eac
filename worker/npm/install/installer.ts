// `npm install`, `npm ci` and `npm uninstall`: resolve, fetch everything, and only then change anything. Whatever fails
// before, and a Ctrl-C, leaves the project as it was; what fails after is rolled back.
import { Interrupted } from '../npm-error.ts';
import { hasInstallScript, type Manifest } from '../manifest.ts';
import { type PackageJson, type SaveType, writePackageJson } from '../package-json.ts';
import { printHiddenLockfile, printLockfile } from '../lockfile.ts';
import { defaultLayout } from '../json-file.ts';
import { wasmBuildOf } from '../native/wasm-builds.ts';
import type { Session } from '../session.ts';
import type { PackageFiles } from '../native/native-packages.ts';
import { buildsBinary } from '../native/unsupported.ts';
import type { StoredPack } from '../store/pack-store.ts';
import type { PackageNode } from '../tree/node.ts';
import { type ActualPackage, readActualTree } from './actual-tree.ts';
import { wantedBinLinks } from './bin-links.ts';
import { resolveTree, type ResolvedTree } from './resolve-tree.ts';
import { runInstallScripts } from './install-scripts.ts';
import { NodeModulesChange } from './node-modules.ts';
import { findOptimizedDeps, type InstalledPackage, placeOptimizedDeps } from './optimized-deps.ts';
import { type InstallPlan, planInstall } from './plan.ts';
import { type InstallCounts, summarize } from './summary.ts';

export interface InstallRequest {
  readonly packageJson: PackageJson;
  readonly add: readonly string[];
  readonly saveType: SaveType | undefined;
  readonly remove: readonly string[];
  /** package.json and the lockfile may change. */
  readonly save: boolean;
  /** `npm ci`: the lockfile as it is, into an empty node_modules. */
  readonly clean: boolean;
  /** What is resolved anew although the lockfile has it: everything, or these packages wherever they are. */
  readonly update?: 'all' | readonly string[];
  /** A package that is in the tree already is preferred to a newer one. */
  readonly preferDedupe?: boolean;
  /** Only takes away what nobody needs. */
  readonly prune?: boolean;
}

/** Returns npm's summary, to be printed when the project's own scripts have run too. */
export async function install(session: Session, request: InstallRequest): Promise<string> {
  const { terminal, config } = session;
  const resolved = await resolveTree(session, request);
  if (config.flag('package-lock-only')) {
    await resolved.completeManifests();
    saveFiles(session, request, resolved);
    await resolved.close();
    terminal.endProgress();
    return summaryOf(session, { added: 0, changed: 0, removed: 0 });
  }
  const actual = readActualTree(session.fs, session.prefix);
  const present: ReadonlyMap<string, ActualPackage> = request.clean ? new Map() : actual;
  const plan = (): InstallPlan => {
    const nodes = wantedNodes(session, resolved.root).filter(
      ({ location }) => request.prune !== true || actual.has(location),
    );
    const wanted = new Map(nodes.map((node) => [node.location, node]));
    return planInstall(wanted, withoutPrivate(present, wanted));
  };
  // Fetched beside the packages.
  const optimized = findOptimizedDeps(installedPackages(session, resolved.root), session.services);
  // Unpacking tells of bundled packages and of platforms, which may change what is wanted.
  const packs = await resolved.loadPacks(plan().place);
  for (const [node, stored] of await resolved.loadPacks(plan().place.filter((each) => !packs.has(each)))) {
    packs.set(node, stored);
  }
  const changes = plan();
  const whole = request.clean ? { ...changes, retire: everything(session, actual) } : changes;
  if (session.signal.aborted) throw new Interrupted();
  if (!config.flag('dry-run')) {
    await resolved.savePacks();
    await change(session, request, resolved, whole, packs, optimized);
  }
  await resolved.close();
  terminal.endProgress();
  return summaryOf(session, {
    added: whole.added.length,
    changed: whole.changed.length,
    removed: request.clean ? 0 : whole.removed.length,
  });
}

/** What lies in a WebAssembly build's own node_modules came with it, and no tree knows of it. */
function withoutPrivate(
  actual: ReadonlyMap<string, ActualPackage>,
  wanted: ReadonlyMap<string, PackageNode>,
): ReadonlyMap<string, ActualPackage> {
  const owners = [...wanted.values()].filter((node) => wasmBuildOf(node.manifest) !== undefined);
  if (owners.length === 0) return actual;
  const folders = owners.map((node) => `${node.location}/node_modules/`);
  return new Map(
    [...actual].filter(
      ([location]) => wanted.has(location) || !folders.some((folder) => location.startsWith(folder)),
    ),
  );
}

/** Locations of all that lies in node_modules, packages or not (`.vite`, `.cache`), but for links to commands and npm's memory. */
function everything({ fs, prefix }: Session, actual: ReadonlyMap<string, ActualPackage>): string[] {
  const packages = [...actual.keys()].filter(isShallow);
  const folder = `${prefix}/node_modules`;
  if (fs.tryStat(folder) === undefined) return packages;
  const others = fs
    .readdir(folder)
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('@') && !/^\.(?:bin|package-lock\.json|.*-retired)$/.test(name))
    .map((name) => `node_modules/${name}`);
  return [...new Set([...packages, ...others])];
}

/** A folder of the project's own node_modules: with it goes what is below. */
function isShallow(location: string): boolean {
  return location.indexOf('/node_modules/') === -1;
}

async function change(
  session: Session,
  request: InstallRequest,
  resolved: ResolvedTree,
  plan: InstallPlan,
  packs: ReadonlyMap<PackageNode, PackageFiles>,
  optimized: Promise<StoredPack | undefined>,
): Promise<void> {
  const { fs, prefix, config, terminal } = session;
  terminal.progress('writing node_modules…');
  const nodeModules = new NodeModulesChange(fs, prefix);
  const dropped = new Set<PackageNode>();
  try {
    nodeModules.apply(plan, packs);
    // Scripts of native packages fetch, check or build binaries.
    const isScripted = (node: PackageNode): boolean =>
      !node.isLink &&
      hasInstallScript(node.manifest) &&
      wasmBuildOf(node.manifest) === undefined &&
      !buildsBinary(packs.get(node)?.stored.manifest ?? {});
    const scripted = [...plan.added, ...plan.changed].filter(isScripted);
    const scripts = {
      session,
      nodes: config.flag('ignore-scripts') ? [] : scripted,
      manifestOf: (node: PackageNode): Manifest => packs.get(node)?.stored.manifest ?? node.manifest,
      onDropped: (node: PackageNode) => {
        dropped.add(node);
        nodeModules.drop(node);
      },
    };
    await runInstallScripts('preinstall', scripts);
    linkBins(session, resolved.root, nodeModules);
    await runInstallScripts('install', scripts);
    await runInstallScripts('postinstall', scripts);
    if (dropped.size > 0) linkBins(session, resolved.root, nodeModules);
    if (session.signal.aborted) throw new Interrupted();
  } catch (error) {
    nodeModules.rollback();
    throw error;
  }
  nodeModules.commit();
  saveFiles(session, request, resolved);
  const hidden = `${prefix}/node_modules/.package-lock.json`;
  if (fs.tryStat(`${prefix}/node_modules`) === undefined) return;
  const installed = new Set(wantedNodes(session, resolved.root));
  // The folder of a linked package is recorded with the link.
  const isInstalled = (node: PackageNode) =>
    !dropped.has(node) && (installed.has(node) || [...node.linksIn].some((link) => installed.has(link)));
  const text = printHiddenLockfile(resolved.root, printOptions(session, request), isInstalled);
  const deps = await optimized;
  if (deps !== undefined)
    await placeOptimizedDeps(session, deps, installedPackages(session, resolved.root), text);
  // It is true as long as node_modules is not younger.
  fs.writeFile(hidden, text);
}

function installedPackages(session: Session, root: PackageNode): InstalledPackage[] {
  return wantedNodes(session, root)
    .filter((node) => !node.isLink && !node.bundled)
    .map(({ location, integrity }) => ({ location, locked: integrity }));
}

function linkBins(session: Session, root: PackageNode, nodeModules: NodeModulesChange): void {
  if (!session.config.flag('bin-links')) return;
  const nodes = wantedNodes(session, root).filter((node) => !node.inert);
  nodeModules.linkBins(
    [root, ...nodes].map(({ path }) => path),
    wantedBinLinks(nodes),
  );
}

/** What belongs into node_modules: not what cannot run here, nor what `--omit` leaves out. */
export function wantedNodes(session: Session, root: PackageNode): PackageNode[] {
  const omit = new Set(session.config.list('omit'));
  for (const included of session.config.list('include')) omit.delete(included);
  return [...root.inventory()].filter((node) => {
    if (node === root || node.parent === undefined || node.inert || node.error !== undefined) return false;
    if (omit.size === 0) return true;
    return !(
      (node.peer && omit.has('peer')) ||
      (node.dev && omit.has('dev')) ||
      (node.optional && omit.has('optional')) ||
      (node.devOptional && omit.has('optional') && omit.has('dev'))
    );
  });
}

function saveFiles(session: Session, request: InstallRequest, resolved: ResolvedTree): void {
  if (!request.save) return;
  const { fs, config, prefix } = session;
  const before = fs.tryStat(request.packageJson.path);
  const { packageJson } = resolved;
  const isChanged = packageJson.content !== request.packageJson.content;
  if (isChanged || (before === undefined && request.add.length > 0)) {
    writePackageJson(fs, packageJson, packageJson.content);
  }
  if (!config.flag('package-lock')) return;
  const path = resolved.lockfilePath ?? `${prefix}/package-lock.json`;
  const text = printLockfile(resolved.root, printOptions(session, request));
  fs.writeFile(path, text);
}

function printOptions(session: Session, { packageJson }: InstallRequest) {
  const { layout } = packageJson;
  return {
    layout: layout.indent === '' ? { ...defaultLayout, newline: layout.newline || '\n' } : layout,
    omitRegistryResolved: session.config.flag('omit-lockfile-registry-resolved'),
  };
}

function summaryOf({ services, startedAt }: Session, counts: InstallCounts): string {
  return summarize(counts, services.now() - startedAt);
}
