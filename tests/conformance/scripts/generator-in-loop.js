process.on('SIGUSR2', () => {}); console.log(process.listenerCount('SIGUSR2')); process.removeAllListeners('SIGUSR2'); setTimeout(() => console.log('end'), 1);
