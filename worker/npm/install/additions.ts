// `npm install <what>`: what the arguments mean for package.json, and what is written there once they are resolved.
import { subset, validRange } from 'semver';
import { npmError } from '../npm-error.ts';
import {
  currentSaveType,
  dependencyFields,
  type PackageJson,
  readManifest,
  type SaveType,
  withDependency,
} from '../package-json.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { localSaveSpec, nameFromFolder, parseArgument, parseSpec, type Spec } from '../spec.ts';
import { normalizeManifest } from '../manifest.ts';
import type { ManifestSource } from '../tree/manifest-source.ts';
import type { PackageNode } from '../tree/node.ts';

export interface Addition {
  readonly name: string;
  /** What the tree is built with. */
  readonly spec: string;
  readonly type: SaveType;
}

export interface AdditionContext {
  readonly fs: FileSystem;
  readonly cwd: string;
  readonly prefix: string;
  readonly manifests: ManifestSource;
  readonly packageJson: PackageJson;
}

export async function readAdditions(
  args: readonly string[],
  saveType: SaveType | undefined,
  context: AdditionContext,
): Promise<Addition[]> {
  return Promise.all(
    args.map(async (argument): Promise<Addition> => {
      const { name, spec } = await nameAddition(localArgument(argument, context), context);
      return { name, spec, type: saveType ?? currentSaveType(context.packageJson.manifest, name) };
    }),
  );
}

/** A bare word that is a folder here is still a package's name; only `./x` is the folder, as in npm. */
function localArgument(argument: string, { cwd }: AdditionContext): Spec {
  return parseArgument(argument, cwd);
}

async function nameAddition(
  spec: Spec,
  { fs, prefix, manifests, packageJson }: AdditionContext,
): Promise<{ name: string; spec: string }> {
  switch (spec.type) {
    case 'directory': {
      if (fs.tryStat(spec.path)?.type !== 'directory') {
        throw npmError(
          'ENOENT',
          'enoent',
          `Could not read package.json: Error: ENOENT: no such file or directory, open '${spec.path}/package.json'`,
          {
            prefix: 'enoent',
            text: 'This is related to npm not being able to find a file.',
          },
        );
      }
      const name =
        spec.name || readManifest(fs, `${spec.path}/package.json`)?.name || nameFromFolder(spec.path);
      return { name, spec: localSaveSpec(spec.path, prefix) };
    }
    case 'file':
    case 'remote': {
      const { manifest } = await manifests.resolve(spec);
      const saved = spec.type === 'file' ? localSaveSpec(spec.path, prefix) : spec.url;
      return { name: spec.name || (manifest.name ?? ''), spec: saved };
    }
    case 'tag': {
      // A tag becomes the version that it names now.
      const { manifest } = await manifests.resolve(spec);
      return { name: spec.name, spec: manifest.version ?? spec.fetchSpec };
    }
    case 'alias':
      if (spec.name === '') return { name: spec.target.name, spec: spec.raw };
      return { name: spec.name, spec: spec.raw };
    case 'git':
      await manifests.resolve(spec);
      throw new Error('unreachable: git specs never resolve');
    default: {
      const type = currentSaveType(packageJson.manifest, spec.name);
      const present = packageJson.manifest[dependencyFields[type]]?.[spec.name];
      return { name: spec.name, spec: spec.raw === '*' && present !== undefined ? present : spec.raw };
    }
  }
}

export function addToContent(packageJson: PackageJson, additions: readonly Addition[]): PackageJson {
  let { content } = packageJson;
  for (const { name, spec, type } of additions) content = withDependency(content, name, spec, type);
  return { ...packageJson, content, manifest: normalizeManifest(content) };
}

/** After resolution: ranges as npm saves them, `^1.2.3` unless the user asked for less. */
export function resolvedAdditions(
  additions: readonly Addition[],
  root: PackageNode,
  savePrefix: string,
): Addition[] {
  return additions.map((addition) => {
    const child = root.edgesOut.get(addition.name)?.to;
    if (child === undefined) return addition;
    const spec = parseSpec(addition.name, addition.spec, root.path);
    return { ...addition, spec: savedSpec(spec, child, savePrefix) ?? addition.spec };
  });
}

function savedSpec(spec: Spec, child: PackageNode, savePrefix: string): string | undefined {
  const wanted = spec.type === 'alias' ? spec.target : spec;
  if (wanted.type !== 'range' && wanted.type !== 'version' && wanted.type !== 'tag') return undefined;
  const prefixed = child.version === '' ? '*' : `${savePrefix}${child.version}`;
  const narrower =
    wanted.type === 'range' && wanted.fetchSpec !== '*' && validRange(prefixed, true) !== null
      ? !subset(prefixed, wanted.fetchSpec, { loose: true })
      : false;
  const range = narrower ? wanted.fetchSpec : prefixed;
  const { packageName } = child;
  return packageName !== undefined && packageName !== child.name ? `npm:${packageName}@${range}` : range;
}
