// V8's private symbols do not exist in a browser's JavaScript. The realm gives Node's lib a side table (PrivateSlot,
// worker/node/realm.ts) for each, and this rewrites `object[slot]` to `slot.get(object)` and `object[slot] = value` to
// `slot.set(object, value)`. Any other use of one is refused, so that nothing slips through on a version bump.
import { parse } from 'acorn';

/** Names that the lib itself gives to private symbols and passes from file to file. */
const aliases = [
  'kModuleSource',
  'kModuleExport',
  'kModuleExportNames',
  'kModuleCircularVisited',
  'kFirstModuleParent',
  'kLastModuleParent',
];
const pattern = new RegExp(`^(?:\\w+_private_symbol|host_defined_option_symbol|${aliases.join('|')})$`);
const hint = new RegExp(`\\w+_private_symbol|host_defined_option_symbol|\\b(?:${aliases.join('|')})\\b`);

const isSlot = (node) => node?.type === 'Identifier' && pattern.test(node.name);
const isAccess = (node) => node?.type === 'MemberExpression' && node.computed && isSlot(node.property);

export function rewritePrivateSymbols(id, source) {
  if (!hint.test(source)) return source;
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
  });
  const edits = [];
  const text = (node) => source.slice(node.start, node.end);

  const visit = (node, parent) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach((child) => visit(child, parent));
    if (typeof node.type !== 'string') return;
    if (node.type === 'AssignmentExpression' && isAccess(node.left)) {
      const { object, property } = node.left;
      const [target, slot] = [text(object), text(property)];
      const logical = ['??=', '||=', '&&='].includes(node.operator);
      const operator = node.operator.slice(0, -1);
      const before = logical
        ? `(${slot}.get(${target}) ${operator} ${slot}.set(${target}, `
        : `${slot}.set(${target}, `;
      const current = node.operator === '=' || logical ? '' : `${slot}.get(${target}) ${operator} `;
      edits.push(
        [node.start, node.right.start, before + current],
        [node.right.end, node.end, logical ? '))' : ')'],
      );
      return visit(node.right, node);
    }
    if (isAccess(node)) {
      if (['UpdateExpression', 'UnaryExpression'].includes(parent.type) && parent.operator !== '!') {
        throw new Error(`${id}: unexpected use of a private symbol: ${text(parent)}`);
      }
      edits.push([node.start, node.end, `${text(node.property)}.get(${text(node.object)})`]);
      return;
    }
    for (const key of Object.keys(node)) {
      if (key !== 'type') visit(node[key], node);
    }
  };
  visit(program.body, program);
  edits.sort((a, b) => a[0] - b[0]);
  let result = '';
  let position = 0;
  for (const [start, end, replacement] of edits) {
    result += source.slice(position, start) + replacement;
    position = end;
  }
  result += source.slice(position);
  if (
    new RegExp(`\\[(?:\\w+_private_symbol|host_defined_option_symbol|${aliases.join('|')})\\]`).test(
      stripComments(result),
    )
  ) {
    throw new Error(`${id}: a private symbol is still used as a property key`);
  }
  return result;
}

const stripComments = (source) => source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
