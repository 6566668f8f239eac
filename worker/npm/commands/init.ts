// npm init: a package.json by questions or with npm's defaults, or the project generator `create-<name>`.
import { defaultLayout, printJson } from '../json-file.ts';
import { Interrupted } from '../npm-error.ts';
import { readPackageJson } from '../package-json.ts';
import type { Session } from '../session.ts';
import { splitName } from '../spec.ts';
import { Answers } from './ask.ts';
import { execCommand } from './exec.ts';
import { initFields, inNpmsOrder, type Question } from './init-fields.ts';

const introduction = `This utility will walk you through creating a package.json file.
It only covers the most common items, and tries to guess sensible defaults.

See \`npm help init\` for definitive documentation on these fields and exactly what they do.

Use \`npm install <pkg>\` afterwards to install a package and save it as a dependency in the package.json file.

Press ^C at any time to quit.`;

export async function initCommand(session: Session, words: readonly string[]): Promise<number> {
  const [initializer, ...rest] = words;
  if (initializer !== undefined) return execCommand(session, [generator(initializer), ...rest]);
  const { config, fs, cwd, terminal } = session;
  const path = `${cwd}/package.json`;
  const present = readPackageJson(fs, path);
  const layout = present?.layout ?? defaultLayout;
  if (config.flag('yes') || config.flag('force')) {
    const content = await initFields(session, present?.content ?? {}, undefined);
    fs.writeFile(path, printJson(content, layout));
    terminal.line(`Wrote to ${shown(path, content)}`);
    return 0;
  }
  terminal.line(introduction);
  using answers = new Answers(session);
  try {
    const content = await initFields(session, present?.content ?? {}, (question) =>
      answer(session, answers, question),
    );
    terminal.line(`About to write to ${shown(path, content)}`);
    const decision = await answers.next('Is this OK? (yes) ');
    if (decision === undefined) throw new Interrupted();
    if (decision !== '' && !decision.toLowerCase().startsWith('y')) {
      terminal.line('Aborted.');
      return 0;
    }
    fs.writeFile(path, printJson(inNpmsOrder(content), layout));
    return 0;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    terminal.line();
    terminal.warn('init', 'canceled');
    return 0;
  }
}

/** Asks until the answer will do. */
async function answer(
  session: Session,
  answers: Answers,
  { prompt, preset, check }: Question,
): Promise<string> {
  for (;;) {
    const typed = await answers.next(`${prompt}: ${preset === '' ? '' : `(${preset}) `}`);
    if (typed === undefined) throw new Interrupted();
    const value = typed === '' ? preset : typed;
    const problem = check?.(value);
    if (problem === undefined) return value;
    session.terminal.line(problem);
  }
}

function shown(path: string, content: object): string {
  return `${path}:\n\n${JSON.stringify(content, null, 2)}\n\n`;
}

/** `vite@latest` → `create-vite@latest`, `@scope` → `@scope/create`, `@scope/x` → `@scope/create-x`. */
function generator(initializer: string): string {
  const { name, spec } = splitName(initializer);
  const version = spec === '' ? '' : `@${spec}`;
  const scoped = /^(@[^/]+)(?:\/(.+))?$/.exec(name);
  if (scoped === null) return `create-${name}${version}`;
  return scoped[2] === undefined
    ? `${scoped[1] ?? ''}/create${version}`
    : `${scoped[1] ?? ''}/create-${scoped[2]}${version}`;
}
