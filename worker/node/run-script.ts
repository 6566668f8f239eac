// `node --run NAME` (src/node_task_runner.cc): a script of the nearest package.json through the shell, without npm's pre and post
// scripts.

import type { ProcessContext } from '../os/process-context.ts';
import { resolveExecutable } from '../os/exec.ts';
import { ancestors, isInside } from '../os/posix-path.ts';
import type { ExitStatus } from '../os/signals.ts';
import { quote } from '../os/shell-word.ts';

const failed = 1;

/** Resolves to the exit code: 0, or 1 whatever the script's own was. What is missing is said in `print`'s lines on stderr. */
export async function runScript(
  context: ProcessContext,
  name: string,
  env: Readonly<Record<string, string>>,
  print: (text: string) => void,
): Promise<number> {
  const { cwd, fs, sys, argv } = context;
  const folders = ancestors(cwd);
  const folder = folders.find((path) => fs.tryStat(within(path, 'package.json'))?.type === 'file');
  if (folder === undefined) {
    print(`Can't find package.json for directory ${cwd}\n`);
    return failed;
  }
  const file = within(folder, 'package.json');
  const script = scriptOf(new TextDecoder().decode(fs.readFile(file)), name, file);
  if ('problem' in script) {
    print(script.problem);
    return failed;
  }
  const bins = folders
    .filter((path) => isInside(folder, path))
    .map((path) => within(path, 'node_modules/.bin'))
    .filter((path) => fs.tryStat(path)?.type === 'directory');
  const path = [...bins, env['PATH'] ?? ''].filter((entry) => entry !== '').join(':');
  const divider = argv.indexOf('--');
  const words = divider < 0 ? [] : argv.slice(divider + 1).map(quote);
  const shell = ['/bin/sh', '-c', [script.command, ...words].join(' ')];
  const ended = Promise.withResolvers<ExitStatus>();
  // The only child; it may end before its pid is told.
  sys.onChild((event) => {
    if (event.type === 'exit') ended.resolve(event.status);
  });
  await sys.spawn({
    ...resolveExecutable(fs, '/bin/sh', shell, { cwd: folder, path }),
    env: { ...env, PATH: path, NODE_RUN_SCRIPT_NAME: name, NODE_RUN_PACKAGE_JSON_PATH: file },
    cwd: folder,
    stdio: [0, 1, 2].map((fd) => ({ kind: 'inherit', fd })),
  });
  const status = await ended.promise;
  return status.kind === 'exited' && status.code === 0 ? 0 : failed;
}

function scriptOf(source: string, name: string, file: string): { command: string } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    return { problem: `Can't parse ${file}` };
  }
  if (!isObject(json)) return { problem: `Root value unexpected not an object for ${file}\n` };
  const { scripts } = json;
  if (!isObject(scripts)) return { problem: `Can't find "scripts" field in ${file}` };
  const command = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (typeof command === 'string') return { command };
  if (command !== undefined)
    return { problem: `Script "${name}" is unexpectedly not a string for ${file}\n` };
  const others = Object.entries(scripts).filter(([, text]) => typeof text === 'string');
  const list = others.map(([other, text]) => `  ${other}: ${String(text)}`);
  return {
    problem: [`Missing script: "${name}" for ${file}\n`, 'Available scripts are:', ...list].join('\n'),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const within = (folder: string, name: string): string => `${folder === '/' ? '' : folder}/${name}`;
