const { fork } = require('child_process');
const { once } = require('events');
if (process.argv[2] === 'child') {
  process.on('message', (m) => process.send(m));
} else {
  const c = fork(__filename, ['child'], { serialization: 'advanced' });
  c.on('message', (m) => {
    console.log(m.length > 100 ? m.length : m);
    if (m === 'bye') c.disconnect();
  });
  c.send({ a: [1, Buffer.from('xyz')], m: new Map([[1, new Set([2])]]), n: 10n, d: new Date(0) });
  c.send(new Float64Array([1.5, 2]));
  c.send('y'.repeat(200_000));
  c.send('bye');
  once(c, 'exit').then(([code]) => console.log('exit', code));
}
