// The text of a module's functions is the author's, whatever imports they refer to (Vite hashes such a text).
const { writeFileSync } = require('fs');
writeFileSync('dep.mjs', 'export const value = 1, call = (x) => x, tag = () => 2; export default { deep: { er: 3 } }');
writeFileSync('main.mjs', `
import d, { value, call as ünë, tag } from './dep.mjs';
import * as ns from './dep.mjs';
export function plain() { return value + d.deep.er + ns.value; }
export const calls = () => ünë(ünë(value)) + tag\`x\${value}\`;
export const object = () => ({ value, d: d, tag:tag, [value]: value, ns, plain });
export async function waits() {
  const before = 0
  ünë(before)
  await ünë(value)
  for (let i = 0; i < value; i++) { if (call2(i)) continue; }
  return import('./dep.mjs').then(() => import.meta.url);
}
const call2 = (x) => x > value;
export class C { #p = value; static s = ünë(d); m() { return tag(this.#p, ...[value]); } }
export const text = String(plain);
`);
import('./main.mjs').then(async (m) => {
  for (const each of [m.plain, m.calls, m.object, m.waits, m.C]) console.log(String(each));
  console.log(m.text === String(m.plain), m.plain(), m.calls(), JSON.stringify(m.object()), (await m.waits()).slice(-8));
});
