// `node` as a program of the operating system: boots a realm ahead of time, then parses the command line, binds the realm
// to the process and runs the main file of Node's that the options ask for (StartExecution in src/node.cc).

import type { ProcessContext, Program, Stream, ThreadIdentity } from '../os/process-context.ts';
import type { NodeAssets } from './core-realm.ts';
import { createRealm, type BootedRealm } from './create-realm.ts';
import { installGlobals } from './globals.ts';
import { captureHost } from './host.ts';
import { parseOptions, type ParsedOptions } from './options/parse-options.ts';
import { parseEnv } from './bindings/parse-env.ts';
import { giveKept, ownWasm, type CompileKept, type KeptWasm } from './own-wasm.ts';
import { tellContainer } from './process-object.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { containerVersion, packageOf, type ProgramPackage } from './program-package.ts';
import { runScript } from './run-script.ts';
import { writeSync } from './stdio-sync.ts';

const invalidCommandLine = 9;
const runMain = 'internal/main/run_main_module';

export interface NodeProgramOptions {
  /** The global object of the worker; the program replaces its globals by Node's. */
  readonly scope: typeof globalThis;
  loadAssets(): Promise<NodeAssets>;
  readonly compileKept: CompileKept;
  /** Passes on what the host reports of promises and exceptions. */
  connectReports(realm: BootedRealm): void;
}

interface Booted {
  readonly assets: NodeAssets;
  readonly realm: BootedRealm;
}

export function createNodeProgram(options: NodeProgramOptions): Program {
  let booted: Promise<Booted> | undefined;
  /** What was compiled before it was asked for. */
  const compiled = new Map<string, Promise<KeptWasm | null>>();

  /** Compiles the large WebAssembly of the package that `script` is of. */
  function compileOwn(fs: FileSystem, program: ProgramPackage | null): Promise<KeptWasm | null> | null {
    const wasm = program && ownWasm(fs, program.folder);
    if (wasm === null) return null;
    const { name, size, path } = wasm;
    const known = compiled.get(name) ?? options.compileKept(name, size, () => fs.readFile(path));
    compiled.set(name, known);
    return known;
  }

  async function boot(thread?: ThreadIdentity): Promise<Booted> {
    const assets = await options.loadAssets().catch((error: unknown) => {
      // Nothing is booted yet: the next one asks again.
      booted = undefined;
      throw error;
    });
    const host = captureHost(options.scope);
    installGlobals.before(options.scope, assets.meta);
    const realm = createRealm(host, assets, thread);
    installGlobals.after(options.scope, realm.realm);
    options.connectReports(realm);
    return { assets, realm };
  }

  return {
    async prepare() {
      await (booted ??= boot());
    },
    async anticipate(fs, script) {
      await (booted ??= boot());
      await compileOwn(fs, packageOf(fs, script));
    },
    async main(context) {
      // What a thread is shows from the first line of its bootstrap on.
      const { assets, realm } = await (booted ??= boot(context.thread));
      const parsed = parseOptions(assets.meta, context.argv, context.env);
      const print = (fd: 1 | 2, text: string): void =>
        writeSync(context.stdio[fd], realm.realm.utf8.encode(`${text}\n`));
      if (parsed.errors.length > 0) {
        for (const error of parsed.errors) print(2, `${context.argv[0] ?? 'node'}: ${error}`);
        return invalidCommandLine;
      }
      if (parsed.values['--version'] === true) {
        print(1, assets.meta.version);
        return 0;
      }
      const env = { ...context.env };
      const missing = readEnvFiles(context, parsed, env, (bytes) => realm.realm.utf8.decode(bytes));
      if (missing !== undefined) {
        print(2, `${context.argv[0] ?? 'node'}: ${missing}: not found`);
        return invalidCommandLine;
      }
      const script = parsed.values['--run'];
      if (typeof script === 'string' && script !== '')
        return runScript(context, script, env, (text) => print(2, text));
      // As Node's own start-up: a write to a closed pipe is an EPIPE error, not an end.
      context.onSignal('SIGPIPE', () => {});
      const main =
        context.thread === undefined ? selectMain(parsed, context.stdio[0]) : 'internal/main/worker_thread';
      const program =
        main === runMain ? packageOf(context.fs, absolute(context.cwd, parsed.argv[1] ?? '')) : null;
      const kept = await compileOwn(context.fs, program);
      if (kept !== null) giveKept(options.scope, kept);
      const container = program === null ? undefined : containerVersion(program);
      if (container !== undefined) tellContainer(realm.realm.process, container);
      const attached = realm.attach(context, parsed, env);
      attached.run(main);
      // The realm ends the process through the context.
      return new Promise<number>(() => {});
    },
  };
}

const absolute = (cwd: string, path: string): string => (path.startsWith('/') ? path : `${cwd}/${path}`);

function selectMain({ values, argv }: ParsedOptions, stdin: Stream | undefined): string {
  const script = argv[1];
  const interactive = values['--interactive'] === true;
  if (values['--help'] === true) return 'internal/main/print_help';
  if (values['[has_eval_string]'] === true && !interactive) return 'internal/main/eval_string';
  if (values['--check'] === true) return 'internal/main/check_syntax';
  if (values['--test'] === true) return 'internal/main/test_runner';
  if (values['--watch'] === true) return 'internal/main/watch_mode';
  if (script !== undefined && script !== '-') return runMain;
  if (interactive || stdin?.kind === 'tty') return 'internal/main/repl';
  return 'internal/main/eval_stdin';
}

/** --env-file: variables that are already set win. Returns the name of a file that is not there. */
function readEnvFiles(
  context: ProcessContext,
  { values }: ParsedOptions,
  env: Record<string, string>,
  decode: (bytes: Uint8Array) => string,
): string | undefined {
  const files = (option: string): string[] => {
    const value = values[option];
    return Array.isArray(value) ? value : typeof value === 'string' && value !== '' ? [value] : [];
  };
  const optional = new Set(files('--env-file-if-exists'));
  for (const file of [...files('--env-file'), ...optional]) {
    const path = absolute(context.cwd, file);
    if (context.fs.tryStat(path)?.type !== 'file') {
      if (optional.has(file)) continue;
      return file;
    }
    for (const [key, value] of Object.entries(parseEnv(decode(context.fs.readFile(path))))) {
      if (context.env[key] === undefined) env[key] = value;
    }
  }
  return undefined;
}
