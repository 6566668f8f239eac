const fs = require('fs');
fs.mkdirSync('node_modules/pkg/lib', { recursive: true });
fs.writeFileSync('node_modules/pkg/package.json', JSON.stringify({ main: './lib/main', name: 'pkg', version: '1.2.3' }));
fs.writeFileSync('node_modules/pkg/lib/main.js', 'exports.name = __filename.split("/").pop(); exports.parent = module.parent === undefined; exports.paths = module.paths[0].endsWith("lib/node_modules")');
fs.mkdirSync('dir'); fs.writeFileSync('dir/index.js', 'module.exports = "index"'); fs.writeFileSync('data.json', '{"a":1}');
console.log(require('pkg'), require('./dir'), require('./data'), require('pkg/package.json').version, require.resolve('pkg').endsWith('lib/main.js'));
console.log(Object.keys(require.cache).length, module.id, require.main === module, module.loaded, module.children.length);
try { require('missing'); } catch (e) { console.log(e.code, e.message.replaceAll(process.cwd(), 'CWD')); }
try { require('./data.json5'); } catch (e) { console.log(e.code); }
fs.writeFileSync('bad.json', '{x'); try { require('./bad.json'); } catch (e) { console.log(e.name, e.message.replaceAll(process.cwd(), 'CWD')); }
