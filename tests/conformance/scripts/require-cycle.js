const fs = require('fs');
fs.writeFileSync('a.js', 'exports.x = 1; const b = require("./b"); exports.y = b.seen; console.log("a done", b)');
fs.writeFileSync('b.js', 'const a = require("./a"); exports.seen = { ...a }; console.log("b done", a)');
require('./a');
