const fs = require('fs');
fs.readFile('nope', (e, d) => { console.log(e.code, d); fs.mkdir('m', () => fs.mkdtemp('m/x-', (e, p) => { console.log(e, p.length, fs.readdirSync('m').length); fs.rm('m', { recursive: true }, console.log); })); });
