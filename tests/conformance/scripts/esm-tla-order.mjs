import fs from 'fs';
fs.writeFileSync('t1.mjs', 'console.log("t1 start"); await new Promise(r => setTimeout(r, 5)); console.log("t1 end"); export const one = 1;');
fs.writeFileSync('t2.mjs', 'console.log("t2"); export const two = 2;');
fs.writeFileSync('t3.mjs', 'import { one } from "./t1.mjs"; import { two } from "./t2.mjs"; console.log("t3", one, two); export default one + two;');
console.log((await import(process.cwd() + '/t3.mjs')).default);
for await (const x of (async function* () { yield 1; yield 2; })()) console.log(x);
