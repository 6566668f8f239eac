import fs from 'node:fs/promises';
await fs.mkdir('p'); await fs.writeFile('p/x', 'abc\ndef\n');
const h = await fs.open('p/x'); for await (const l of h.readLines()) console.log(l);
console.log((await fs.stat('p/x')).isFile(), await fs.readdir('p'));
try { await fs.readFile('nope'); } catch (e) { console.log(e.code, e.message); }
for await (const d of await fs.opendir('p')) console.log(d.name);
await fs.rm('p', { recursive: true });
