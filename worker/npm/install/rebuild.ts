// Runs the install scripts of what is in node_modules again, and links its commands: npm rebuild.
import { hasInstallScript, type Manifest } from '../manifest.ts';
import { buildsBinary } from '../native/unsupported.ts';
import { wasmBuildOf } from '../native/wasm-builds.ts';
import { readManifest, requirePackageJson } from '../package-json.ts';
import type { Session } from '../session.ts';
import type { PackageNode } from '../tree/node.ts';
import { readActualTree } from './actual-tree.ts';
import { readBinLinks, updateBinLinks, wantedBinLinks } from './bin-links.ts';
import { runInstallScripts } from './install-scripts.ts';
import { wantedNodes } from './installer.ts';
import { resolveTree } from './resolve-tree.ts';

/** `names`: only these packages; all where empty. Rejects with a script's failure. */
export async function rebuild(session: Session, names: readonly string[]): Promise<void> {
  const { fs, prefix, config, terminal } = session;
  const packageJson = requirePackageJson(fs, prefix);
  const request = { packageJson, add: [], saveType: undefined, remove: [], save: false, clean: false };
  const resolved = await resolveTree(session, request);
  const actual = readActualTree(fs, prefix);
  const present = wantedNodes(session, resolved.root).filter((node) => actual.has(node.location));
  if (config.flag('bin-links')) {
    const folders = new Set([resolved.root, ...present].map((node) => `${node.path}/node_modules/.bin`));
    updateBinLinks(fs, wantedBinLinks(present), readBinLinks(fs, folders));
  }
  const manifestOf = (node: PackageNode): Manifest => readManifest(fs, `${node.path}/package.json`) ?? {};
  const nodes = present.filter(
    (node) =>
      !node.isLink &&
      (names.length === 0 || names.includes(node.name)) &&
      hasInstallScript(manifestOf(node)) &&
      wasmBuildOf(node.manifest) === undefined &&
      !buildsBinary(manifestOf(node)),
  );
  if (!config.flag('ignore-scripts')) {
    for (const event of ['preinstall', 'install', 'postinstall'] as const) {
      await runInstallScripts(event, { session, nodes, manifestOf, onDropped: () => undefined });
    }
  }
  await resolved.close();
  terminal.endProgress();
}
