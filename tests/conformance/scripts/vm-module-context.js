// Flags of --experimental-vm-modules: a module of a context sees that context's globals.
const { execFileSync } = require('child_process');
const program = `
const vm = require('vm');
const context = vm.createContext({ console, given: 1, seen: [] });
const module = new vm.SourceTextModule(
  'import { two } from "two";\\nseen.push(given + two, typeof process, globalThis.given);\\n' +
    'export const later = () => given;\\nglobalThis.made = Array.isArray([]);\\nthrow new Error("at the end");',
  { context, identifier: 'in-context.mjs' },
);
const two = new vm.SyntheticModule(['two'], function () { this.setExport('two', 2) }, { context });
(async () => {
  await module.link(() => two);
  await module.evaluate().catch((error) => console.log(error.stack.split('\\n').slice(0, 2)));
  console.log(module.status, context.seen, context.made, typeof made);
  context.given = 5;
  const inner = new vm.SourceTextModule('export default () => given', { context });
  await inner.link(() => {});
  await inner.evaluate();
  console.log(inner.namespace.default());
})();
`;
const flags = ['--no-warnings', '--experimental-vm-modules', '-e', program];
console.log(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
