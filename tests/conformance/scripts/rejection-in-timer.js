process.on('unhandledRejection', (r) => console.log('rejection', r));
setTimeout(() => { Promise.reject(1); console.log('t1'); }, 1);
setTimeout(() => console.log('t2'), 1);
