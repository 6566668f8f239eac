const fs = require('fs');
const w = fs.createWriteStream('s.txt'); for (let i = 0; i < 5; i++) w.write('line ' + i + '\n');
w.end(() => fs.createReadStream('s.txt', { encoding: 'utf8', start: 5, end: 20, highWaterMark: 8 }).on('data', (d) => console.log(JSON.stringify(d))).on('close', () => console.log('close')));
