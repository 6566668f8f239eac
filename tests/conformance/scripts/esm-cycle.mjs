import fs from 'fs';
fs.writeFileSync('c1.mjs', 'import { b, getA2 } from "./c2.mjs"; export function a() { return "a"; } export const a2 = "a2"; console.log("c1", b, getA2());');
fs.writeFileSync('c2.mjs', 'import { a, a2 } from "./c1.mjs"; export const b = a() + "b"; export const getA2 = () => a2; try { a2; } catch (e) { console.log(e.name, e.message); } console.log("c2");');
await import(process.cwd() + '/c1.mjs');
