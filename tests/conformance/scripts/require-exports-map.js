const fs = require('fs');
fs.mkdirSync('node_modules/em/src', { recursive: true });
fs.writeFileSync('node_modules/em/package.json', JSON.stringify({ name: 'em', exports: { '.': { import: './src/i.mjs', require: './src/r.cjs' }, './sub/*': './src/*.cjs', './private/*': null } }));
fs.writeFileSync('node_modules/em/src/r.cjs', 'module.exports="required"'); fs.writeFileSync('node_modules/em/src/i.mjs', 'export default "imported"'); fs.writeFileSync('node_modules/em/src/z.cjs', 'module.exports="z"');
console.log(require('em'), require('em/sub/z'));
for (const s of ['em/nope', 'em/private/x', 'em/sub/none']) try { require(s); } catch (e) { console.log(e.code, e.message.replaceAll(process.cwd(), 'CWD').split('\n')[0]); }
import('em').then((m) => console.log(m.default));
