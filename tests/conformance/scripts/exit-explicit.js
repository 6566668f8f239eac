process.on('exit', (c) => console.log('exit', c));
setTimeout(() => console.log('never'), 10);
try { process.exit(4); } finally { }
console.log('never');
