const { fork } = require('child_process');
if (process.argv[2] === 'child') { process.on('message', (m) => { process.send({ echo: m, connected: process.connected }); if (m === 'bye') process.disconnect(); }); process.send('ready'); } else {
const c = fork(__filename, ['child']); c.on('message', (m) => { console.log(m); if (m === 'ready') { c.send({ a: [1, null, 'é'] }); c.send('bye'); } }); c.on('disconnect', () => console.log('disconnect')); c.on('exit', (code) => console.log('exit', code)); }
