import type { Applet } from './applet.ts';
import { missingOperand, parseOptions } from './options.ts';

export const dirname: Applet = async ({ args, stdout }) => {
  const { operands } = parseOptions('dirname', args, { short: 'z' });
  if (operands.length === 0) throw missingOperand('dirname');
  for (const path of operands) await stdout.write(`${parentOf(path)}\n`);
  return 0;
};

function parentOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  const slash = trimmed.lastIndexOf('/');
  return slash === -1 ? '.' : trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
}
