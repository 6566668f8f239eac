const { fork } = require('child_process');
if (process.argv[2] === 'child') {
  process.on('message', (m) => {
    process.send({ echo: m, connected: process.connected });
    if (m === 'bye') process.disconnect();
  });
  process.send('ready');
} else {
  const c = fork(__filename, ['child']);
  const { once } = require('events');
  c.on('message', (m) => {
    console.log(m);
    if (m !== 'ready') return;
    c.send({ a: [1, null, 'é'] });
    c.send('bye');
  });
  Promise.all([once(c, 'disconnect'), once(c, 'exit')]).then(([, [code]]) => console.log('exit', code, c.connected));
}
