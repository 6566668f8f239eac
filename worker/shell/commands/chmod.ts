// chmod -R -v.

import type { Applet, AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { changeMode } from './mode.ts';
import { missingOperand, parseOptions } from './options.ts';

export const chmod: Applet = async (context) => {
  // A mode such as -x looks like an option.
  const args = context.args.map((arg) => (/^-[rwxXst]+$/.test(arg) ? `a${arg}` : arg));
  const options = parseOptions('chmod', args, { short: 'Rvfc', long: { recursive: 'R' } });
  const [spec, ...operands] = options.operands;
  if (spec === undefined) throw missingOperand('chmod');
  if (operands.length === 0) throw missingOperand('chmod', spec);
  let status = 0;
  for (const operand of operands) {
    try {
      await change(context, context.resolve(operand), spec, options.has('R'));
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`cannot access '${operand}': ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};

async function change(context: AppletContext, path: string, spec: string, recursive: boolean): Promise<void> {
  await context.breathe();
  const stats = context.fs.stat(path);
  const directory = stats.type === 'directory';
  context.fs.chmod(path, changeMode(spec, stats.mode, context.umask, directory));
  if (!recursive || !directory) return;
  for (const { name, type } of context.fs.readdir(path)) {
    if (type !== 'symlink') await change(context, `${path}/${name}`, spec, true);
  }
}
