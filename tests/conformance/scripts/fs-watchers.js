// fs.watch and fs.watchFile as chokidar 3 and 4 use them.
const fs = require('fs'); const path = require('path');
fs.mkdirSync('d/sub', { recursive: true }); fs.writeFileSync('d/a.txt', '1');
const events = []; const watcher = fs.watch('d', { persistent: true, recursive: false, encoding: 'utf8' }, (type, name) => events.push(`${type} ${name}`));
watcher.on('close', () => console.log('closed'));
const seen = new Set(); const deep = fs.watch('d', { recursive: true }, (type, name) => seen.add(name));
fs.watchFile('d/a.txt', { interval: 20, bigint: false }, (now, before) => { clearInterval(writing); console.log('file', now.size, now.mtimeMs > before.mtimeMs); fs.unwatchFile('d/a.txt'); finish(); });
// Written again and again: the first look of watchFile may come after the first write.
const writing = setInterval(() => fs.writeFileSync('d/a.txt', '12345'), 100);
setTimeout(() => { fs.writeFileSync('d/b.txt', 'b'); fs.writeFileSync('d/a.txt', '12345'); fs.writeFileSync('d/sub/c.txt', 'c'); }, 50);
function finish() { setTimeout(() => { fs.unlinkSync('d/b.txt'); setTimeout(() => { console.log(new Set(events.map((e) => e.split(' ')[1])), events.includes('rename b.txt'), events.includes('change a.txt')); console.log([...seen].sort()); watcher.close(); deep.close(); }, 100); }, 50); }
try { fs.watch('nope'); } catch (error) { console.log(error.code, error.message, error.filename); }
