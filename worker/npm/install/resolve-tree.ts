// From a project and a request to the whole tree, and to the packs that it needs. Reads the project, changes nothing.
import { satisfies } from 'semver';
import { describeConflict } from '../tree/explain.ts';
import { hasInstallScript, type Manifest, normalizeManifest, packageId } from '../manifest.ts';
import { NativePackages, type PackageFiles } from '../native/native-packages.ts';
import { reportNative } from '../native/unsupported.ts';
import { type PackageJson, withoutDependencies } from '../package-json.ts';
import { createLimit } from '../registry/limit.ts';
import { registryConfig } from '../registry/registry-config.ts';
import { type CacheMode, Registry } from '../registry/registry.ts';
import type { Session } from '../session.ts';
import { NpmError } from '../npm-error.ts';
import { addBundled } from '../tree/bundled.ts';
import { calculateFlags } from '../tree/dependency-flags.ts';
import { optionalSet } from '../tree/dependency-set.ts';
import { IdealTree } from '../tree/ideal-tree.ts';
import type { PackageNode } from '../tree/node.ts';
import { checkPlatforms, platformFits } from '../tree/platform.ts';
import { nodeVersion, npmVersion } from '../versions.ts';
import { addToContent, readAdditions, resolvedAdditions } from './additions.ts';
import type { InstallRequest } from './installer.ts';
import { ResolutionCache } from './resolution-cache.ts';
import { addWorkspaceFolders, findLockfile, loadTree, projectRoot } from './load-tree.ts';
import { lockfileProblems, lockfileUsage } from './lockfile-check.ts';
import { machine } from './machine.ts';
import { PackLoader } from './pack-loader.ts';
import { TreeManifests } from './tree-manifests.ts';

export interface ResolvedTree {
  readonly root: PackageNode;
  /** With the requested changes, ranges as they are saved. */
  readonly packageJson: PackageJson;
  readonly lockfilePath: string | undefined;
  /** The packs of those nodes that are not in node_modules by themselves; completes the tree with what they bundle. */
  loadPacks(nodes: readonly PackageNode[]): Promise<Map<PackageNode, PackageFiles>>;
  /** For a lockfile without an install: fields that only a version's own document has. */
  completeManifests(): Promise<void>;
  savePacks(): Promise<void>;
  close(): Promise<void>;
}

export async function resolveTree(session: Session, request: InstallRequest): Promise<ResolvedTree> {
  const { fs, config, prefix, services, terminal, signal } = session;
  let fetching = '';
  let steps = '';
  const showProgress = () => {
    terminal.progress(`${steps}${fetching === '' ? '' : `fetching ${fetching}…`}`);
  };
  const registry = openRegistry(session, (name) => {
    fetching = name;
    showProgress();
  });
  const packs = new PackLoader({ fs, registry, store: services.packs(), subtle: services.subtle });
  const natives = new NativePackages({
    registry,
    packs,
    onWarning: (text) => {
      terminal.warn('native', text);
    },
  });
  const legacyPeerDeps = config.flag('legacy-peer-deps');
  const lockOnly = config.flag('package-lock-only');

  let root = projectRoot(fs, prefix, request.packageJson.manifest, legacyPeerDeps);
  const manifests = new TreeManifests({
    fs,
    registry,
    packs,
    platform: machine,
    defaultTag: config.text('tag') ?? 'latest',
    onFound: (found) => {
      if (!lockOnly) natives.start(found);
    },
    isPresent: (name, spec) => {
      const present = root.children.get(name);
      return (
        present !== undefined &&
        spec.type === 'range' &&
        present.version !== '' &&
        satisfies(present.version, spec.fetchSpec, true)
      );
    },
  });
  if (config.flag('force')) terminal.warn('using --force', 'Recommended protections disabled.');
  terminal.progress('reading the project…');
  const additions = await readAdditions(request.add, request.saveType, {
    fs,
    cwd: session.cwd,
    prefix,
    manifests,
    packageJson: request.packageJson,
  });
  const removed = withoutDependencies(request.packageJson.content, request.remove);
  const base =
    request.remove.length === 0
      ? request.packageJson
      : { ...request.packageJson, content: removed, manifest: normalizeManifest(removed) };
  const wantedJson = additions.length === 0 ? base : addToContent(base, additions);
  root = projectRoot(fs, prefix, wantedJson.manifest, legacyPeerDeps);
  const { lockfile: found, isProjectLockfile } = findLockfile(
    fs,
    prefix,
    config.flag('package-lock') || request.clean,
  );
  if (request.clean && !isProjectLockfile) throw lockfileUsage([]);
  const lockfile = request.update === 'all' ? undefined : found;
  const resolutions = new ResolutionCache(registry, services.subtle, config);
  const remembered = found === undefined ? await resolutions.find(wantedJson.manifest) : undefined;
  if (remembered !== undefined) await loadTree(fs, root, remembered, manifests);
  else if (lockfile === undefined) addWorkspaceFolders(fs, root);
  if (lockfile !== undefined) {
    await loadTree(fs, root, lockfile, manifests);
    if (isProjectLockfile && lockfile.version !== 3 && request.save) {
      terminal.warn(
        'shrinkwrap',
        `Converting lock file (package-lock.json) from v${String(lockfile.version)} -> v3`,
      );
    }
  }
  const updated = new Set(request.update === 'all' ? [] : request.update);
  for (const node of [...root.inventory()]) {
    if (updated.has(node.name) && node.parent !== undefined && !node.isLink) node.detach();
  }
  // What the lockfile has is most of what will be wanted: its packs are fetched while the tree is completed.
  if (!lockOnly && config.list('omit').length === 0) {
    for (const node of root.inventory()) {
      if (node.parent === undefined || node.isLink || node.bundled) continue;
      if (!platformFits(node.manifest, machine)) continue;
      if (fs.tryStat(node.path) === undefined || request.clean) natives.start(node);
    }
  }
  const locked = new Map([...root.inventory()].map((node) => [node.location, node]));

  let hasConflicts = false;
  const build = async (fromLockfile: boolean, isAgain = false): Promise<void> => {
    await new IdealTree(root, manifests, {
      force: config.flag('force'),
      legacyPeerDeps,
      strictPeerDeps: config.flag('strict-peer-deps'),
      save: request.save,
      fromLockfile,
      // What was asked for is in the tree by then, and the range that is saved for it may allow a newer one.
      requested: new Set(isAgain ? [] : [...additions.map(({ name }) => name), ...updated]),
      preferDedupe: request.preferDedupe === true,
      complete: lockOnly,
      mutating: additions.length > 0 || request.remove.length > 0 || request.update !== undefined,
      onPeerConflict: (conflict) => {
        hasConflicts = true;
        terminal.warn('ERESOLVE', 'overriding peer dependency');
        terminal.warn('', describeConflict(conflict, 2));
      },
      onProgress: (done, known) => {
        steps = `resolving ${String(done)}/${String(Math.max(known, manifests.known))} · `;
        showProgress();
      },
      signal,
    }).build();
  };
  // What is remembered was built from the same wishes: it is complete.
  if (remembered !== undefined) calculateFlags(root);
  else await build(lockfile !== undefined);
  if (request.clean) {
    const problems = lockfileProblems(locked, root);
    if (problems.length > 0) throw lockfileUsage(problems);
  }
  const warned = new Set<string>();
  const check = (): void => {
    checkPlatforms(root, machine, {
      force: config.flag('force'),
      engineStrict: config.flag('engine-strict'),
      onEngine: ({ id, required }) => {
        if (warned.has(id)) return;
        warned.add(id);
        terminal.warn('EBADENGINE', engineText(id, required));
      },
    });
  };
  check();
  const saved = config.flag('save-exact') ? '' : (config.text('save-prefix') ?? '^');
  const finalJson =
    additions.length === 0 ? wantedJson : addToContent(base, resolvedAdditions(additions, root, saved));
  if (finalJson !== wantedJson) root.manifest = finalJson.manifest;

  /** Asks the registry for the fields that unpacking would have told. */
  const complete = async (node: PackageNode): Promise<void> => {
    const { name, version, license } = node.manifest;
    const incomplete = license === undefined && !node.isLink && node.parent !== undefined && !node.bundled;
    if (!incomplete || locked.get(node.location) === node || name === undefined || version === undefined)
      return;
    if (node.resolved === undefined || !/^https?:/.test(node.resolved)) return;
    node.describe(describedFields(normalizeManifest(await registry.version(name, version))));
  };

  // Written while the packs are fetched.
  void registry.flush();

  return {
    root,
    packageJson: finalJson,
    lockfilePath: isProjectLockfile ? found?.path : undefined,
    async loadPacks(nodes) {
      steps = '';
      const loaded = new Map<PackageNode, PackageFiles>();
      let queue = [...nodes];
      while (queue.length > 0) {
        let done = 0;
        await Promise.all(
          queue.map(async (node) => {
            if (node.isLink || node.bundled) return;
            const files = await natives.load(node).catch((error: unknown) => {
              if (!node.optional || !(error instanceof NpmError) || error.code !== 'ENATIVE') throw error;
              for (const each of optionalSet(node)) each.inert = true;
              return undefined;
            });
            if (files === undefined) return;
            const { stored, isOwn } = files;
            loaded.set(node, files);
            if (isOwn) {
              node.integrity ??= stored.pack.id;
              if (locked.get(node.location) !== node) node.describe(describedFields(stored.manifest));
            } else await complete(node);
            steps = `fetched ${String(++done)}/${String(queue.length)} · `;
            showProgress();
          }),
        );
        const before = new Set(root.inventory());
        if (![...loaded].some(([node, { stored }]) => addBundled(node, stored.bundled))) break;
        await build(true, true);
        queue = [...root.inventory()].filter((node) => !before.has(node) && !node.inert);
      }
      check();
      reportNative(loaded, {
        ignoreScripts: config.flag('ignore-scripts'),
        force: config.flag('force'),
        requested: (node) => node.parent === root && additions.some(({ name }) => name === node.name),
        onWarning: (text) => {
          terminal.warn('native', text);
        },
      });
      warnDeprecated(
        session,
        [...loaded.keys()].filter(
          (node) => remembered !== undefined || locked.get(node.location)?.version !== node.version,
        ),
      );
      return loaded;
    },
    async completeManifests() {
      const limit = createLimit(12);
      await Promise.all([...root.inventory()].map((node) => limit(() => complete(node))));
    },
    savePacks: () => packs.save(),
    async close() {
      // What is warned of is warned of each time, and what could not be had is tried again.
      const isClean = !hasConflicts && [...root.inventory()].every(({ error }) => error === undefined);
      if (lockfile === undefined && remembered === undefined && isClean)
        await resolutions.keep(wantedJson.manifest, root);
      await registry.flush();
    },
  };
}

export function openRegistry(session: Session, onFetch: (name: string) => void): Registry {
  const { config, services, terminal, signal } = session;
  const mode: CacheMode = config.flag('offline')
    ? 'offline'
    : config.flag('prefer-offline')
      ? 'prefer-offline'
      : 'online';
  return new Registry({
    fetch: services.fetch,
    signal,
    sleep: services.sleep,
    isOnline: services.isOnline,
    now: services.now,
    packuments: services.packuments(),
    mode,
    config: registryConfig((key) => config.text(key), services.defaultRegistry, config.keys()),
    onWarning: (prefix, text) => {
      terminal.warn(prefix, text);
    },
    onFetch,
  });
}

/** What the abbreviated packument of a registry may lack. */
function describedFields(full: Manifest): Manifest {
  const fields: Record<string, unknown> = {};
  for (const key of ['license', 'funding', 'libc', 'bin', 'workspaces'] as const) {
    if (full[key] !== undefined) fields[key] = full[key];
  }
  if (hasInstallScript(full)) fields['hasInstallScript'] = true;
  return fields;
}

function warnDeprecated(session: Session, nodes: readonly PackageNode[]): void {
  const texts = new Set<string>();
  for (const node of nodes) {
    const { deprecated } = node.manifest;
    if (deprecated) texts.add(`${packageId(node.manifest)}: ${deprecated}`);
  }
  for (const text of [...texts].sort()) session.terminal.warn('deprecated', text);
}

/** As util.inspect prints it. */
function engineText(id: string, required: unknown): string {
  const object = (values: Readonly<Record<string, string>>) =>
    `{ ${Object.entries(values)
      .map(([key, value]) => `${key}: '${value}'`)
      .join(', ')} }`;
  const wanted = object(required as Record<string, string>);
  const current = object({ node: `v${nodeVersion}`, npm: npmVersion });
  return `Unsupported engine {\n  package: '${id}',\n  required: ${wanted},\n  current: ${current}\n}`;
}
