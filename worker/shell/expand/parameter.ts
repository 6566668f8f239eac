// The operations of ${…} (POSIX XCU 2.6.2).

import type { ParameterOperation, Word } from '../parser/ast.ts';
import { ShellError } from '../interpreter/shell-error.ts';
import type { Expander } from './expander.ts';
import { compilePattern, patternSource } from './pattern.ts';

/** A text, or a word that is still to be expanded in place of the parameter. */
export async function applyOperation(
  expander: Expander,
  name: string,
  value: string | undefined,
  operation: ParameterOperation,
): Promise<string | Word> {
  switch (operation.type) {
    case 'default':
      return missing(value, operation.colon) ? operation.word : (value ?? '');
    case 'alternative':
      return missing(value, operation.colon) ? '' : operation.word;
    case 'assign': {
      if (!missing(value, operation.colon)) return value ?? '';
      if (!/^[A-Za-z_]/.test(name)) throw new ShellError(`${name}: bad variable name`, 2, true);
      const assigned = await expander.text(operation.word);
      expander.scope.set(name, assigned);
      return assigned;
    }
    case 'error': {
      if (!missing(value, operation.colon)) return value ?? '';
      const message = await expander.text(operation.word);
      throw new ShellError(`${name}: ${message === '' ? 'parameter not set or null' : message}`, 2, true);
    }
    default:
      if (value === undefined && expander.scope.noUnset && name !== '@' && name !== '*')
        throw new ShellError(`${name}: parameter not set`, 2, true);
      return transform(expander, name, value ?? '', operation);
  }
}

function missing(value: string | undefined, colon: boolean): boolean {
  return value === undefined || (colon && value === '');
}

type Transformation = Exclude<ParameterOperation, { type: 'default' | 'assign' | 'error' | 'alternative' }>;

async function transform(
  expander: Expander,
  name: string,
  value: string,
  operation: Transformation,
): Promise<string> {
  switch (operation.type) {
    case 'length':
      return String(name === '@' || name === '*' ? expander.scope.positional.length : [...value].length);
    case 'indirect':
      return expander.lookup(value) ?? '';
    case 'removePrefix':
      return removePrefix(value, await expander.pattern(operation.pattern), operation.longest);
    case 'removeSuffix':
      return removeSuffix(value, await expander.pattern(operation.pattern), operation.longest);
    case 'replace': {
      const pattern = patternSource(await expander.pattern(operation.pattern));
      if (pattern === '') return value;
      const replacement = await expander.text(operation.replacement);
      const source =
        operation.anchor === 'start'
          ? `^(?:${pattern})`
          : operation.anchor === 'end'
            ? `(?:${pattern})$`
            : pattern;
      return value.replace(new RegExp(source, operation.all ? 'gsu' : 'su'), () => replacement);
    }
    case 'substring': {
      const chars = [...value];
      const offset = Number(await expander.arithmetic(operation.offset));
      const start = offset < 0 ? chars.length + offset : offset;
      if (start < 0) return '';
      const length =
        operation.length === null ? chars.length : Number(await expander.arithmetic(operation.length));
      const end = length < 0 ? chars.length + length : start + length;
      if (end < start) throw new ShellError(`${name}: substring expression < 0`, 1, false);
      return chars.slice(start, end).join('');
    }
    case 'case': {
      const change = (text: string): string => (operation.upper ? text.toUpperCase() : text.toLowerCase());
      const [first = '', ...rest] = value;
      return operation.all ? change(value) : change(first) + rest.join('');
    }
  }
}

function removePrefix(value: string, pattern: string, longest: boolean): string {
  const matcher = compilePattern(pattern);
  for (let step = 0; step <= value.length; step += 1) {
    const length = longest ? value.length - step : step;
    if (matcher.test(value.slice(0, length))) return value.slice(length);
  }
  return value;
}

function removeSuffix(value: string, pattern: string, longest: boolean): string {
  const matcher = compilePattern(pattern);
  for (let step = 0; step <= value.length; step += 1) {
    const start = longest ? step : value.length - step;
    if (matcher.test(value.slice(start))) return value.slice(0, start);
  }
  return value;
}
