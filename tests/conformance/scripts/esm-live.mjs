import fs from 'fs';
fs.writeFileSync('c.mjs', 'export let n = 0; export function inc() { n++; } export default n; export { n as alias }; export const o = { n };');
const m = await import(process.cwd() + '/c.mjs');
console.log(m.n, m.default, m.alias); m.inc(); console.log(m.n, m.default, m.alias, m.o.n);
console.log(m, Object.keys(m), m[Symbol.toStringTag], Object.isFrozen(m), Reflect.ownKeys(m).length);
try { m.n = 5; } catch (e) { console.log(e.name, e.message); }
try { delete m.n; } catch (e) { console.log(e.name, e.message); }
console.log(Object.getOwnPropertyDescriptor(m, 'n'), 'n' in m, 'zz' in m);
