import fs from 'fs';
fs.writeFileSync('s1.mjs', 'export const a = 1, b = 2; export default 0;'); fs.writeFileSync('s2.mjs', 'export const b = 3, c = 4;');
fs.writeFileSync('s3.mjs', 'export * from "./s1.mjs"; export * from "./s2.mjs"; export * as ns from "./s1.mjs"; export { default as d } from "./s1.mjs";');
const m = await import(process.cwd() + '/s3.mjs'); console.log(m);
fs.writeFileSync('s4.mjs', 'import { b } from "./s3.mjs";'); try { await import(process.cwd() + '/s4.mjs'); } catch (e) { console.log(e.name, e.message); }
