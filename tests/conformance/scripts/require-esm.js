const fs = require('fs');
fs.writeFileSync('m.mjs', 'export const a = 1; export default function d() {}; export let n = 0; export const inc = () => n++;');
const m = require('./m.mjs'); console.log(m, m.__esModule, typeof m.default); m.inc(); console.log(m.n);
fs.writeFileSync('t.mjs', 'await 1; export {}'); try { require('./t.mjs'); } catch (e) { console.log(e.code, e.message.split('\n')[0]); }
fs.writeFileSync('detect.js', 'export const q = import.meta.url.slice(0, 7)'); console.log(require('./detect.js').q);
