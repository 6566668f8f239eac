const { mkdirSync, writeFileSync } = require('fs');
mkdirSync('sub');
writeFileSync('sub/dep.mjs', 'export default import.meta.url.split("/").slice(-2).join("/")');
writeFileSync('sub/load.js', 'module.exports = new Function("m", "return import(m)")');
require('./sub/load.js')('./dep.mjs').then((m) => console.log(m.default));
