import fs from 'fs';
fs.writeFileSync('i.cjs', 'exports.named = 1; exports.other = () => 2; module.exports.x = { y: 1 };');
fs.writeFileSync('j.cjs', 'module.exports = class K {}; module.exports.st = 1');
const m = await import(process.cwd() + '/i.cjs'); console.log(m.named, m.other(), m.default.x, Object.keys(m));
const j = await import(process.cwd() + '/j.cjs'); console.log(j.default.name, j.st, Object.keys(j));
