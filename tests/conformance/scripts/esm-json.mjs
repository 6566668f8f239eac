import fs from 'fs';
fs.writeFileSync('d.json', '{"k":[1,2]}');
console.log((await import(process.cwd() + '/d.json', { with: { type: 'json' } })).default);
try { await import(process.cwd() + '/d.json'); } catch (e) { console.log(e.code, e.message.replaceAll(process.cwd(), 'CWD')); }
try { await import('fs', { with: { type: 'zz' } }); } catch (e) { console.log(e.code, e.message); }
