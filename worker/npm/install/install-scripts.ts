// preinstall, install and postinstall of dependencies. Their output is kept and shown only when one fails; an optional
// package whose script fails is taken away again.
import { shellCode } from '../../os/signals.ts';
import { type Manifest, packageId } from '../manifest.ts';
import { type ErrorLine, Interrupted, NpmError } from '../npm-error.ts';
import { runScript, type ScriptResult } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { compareNames } from '../tree/collate.ts';
import { optionalSet } from '../tree/dependency-set.ts';
import type { PackageNode } from '../tree/node.ts';

/** What a shell says of a program that SIGINT ended. */
const interruptedCode = 130;

export type InstallEvent = 'preinstall' | 'install' | 'postinstall';

export interface InstallScriptOptions {
  readonly session: Session;
  readonly nodes: readonly PackageNode[];
  /** package.json of an unpacked node, with its scripts. */
  readonly manifestOf: (node: PackageNode) => Manifest;
  readonly onDropped: (node: PackageNode) => void;
}

export async function runInstallScripts(event: InstallEvent, options: InstallScriptOptions): Promise<void> {
  const { session, manifestOf } = options;
  const sorted = [...options.nodes].sort((a, b) => a.depth - b.depth || compareNames(a.path, b.path));
  for (const node of sorted) {
    const manifest = manifestOf(node);
    const command = manifest.scripts?.[event];
    if (command === undefined || node.inert) continue;
    session.terminal.progress(`${event} ${packageId(manifest)}`);
    const result = await runScript(session, {
      event,
      command,
      path: node.path,
      manifest,
      stdio: session.config.flag('foreground-scripts') ? 'inherit' : 'collect',
      env: {
        npm_package_resolved: node.resolved ?? '',
        npm_package_integrity: node.integrity ?? '',
        npm_package_optional: node.optional ? '1' : '',
        npm_package_dev: node.dev ? '1' : '',
        npm_package_peer: node.peer ? '1' : '',
        npm_package_dev_optional: node.devOptional && !node.dev && !node.optional ? '1' : '',
      },
    });
    const code = shellCode(result.status);
    if (code === 0) continue;
    // Ctrl-C went to the script.
    if (code === interruptedCode) throw new Interrupted();
    if (!node.optional) throw scriptError(node.path, command, result);
    for (const each of optionalSet(node)) {
      each.inert = true;
      options.onDropped(each);
    }
  }
}

/** npm's report: the exit code, the folder, the command, and what it wrote. */
export function scriptError(
  path: string,
  command: string,
  { status, stdout, stderr }: ScriptResult,
): NpmError {
  const code = shellCode(status);
  const output = [stdout, stderr].map((text) => text.trim()).filter((text) => text !== '');
  return new NpmError(
    String(code),
    [
      { prefix: 'path', text: path },
      { prefix: 'command', text: 'failed' },
      ...(status.kind === 'signaled' ? [{ prefix: 'signal', text: status.signal }] : []),
      { prefix: 'command', text: `sh -c ${command}` },
      ...output.map((text): ErrorLine => ({ prefix: '', text })),
    ],
    code,
  );
}
