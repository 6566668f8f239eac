process.on('exit', () => { process.exitCode = 9; setTimeout(() => console.log('no'), 0); process.nextTick(() => console.log('no')); });
