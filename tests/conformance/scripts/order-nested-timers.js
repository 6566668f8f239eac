setTimeout(() => { console.log('a'); setTimeout(() => console.log('c'), 0); }, 1);
setTimeout(() => console.log('b'), 1);
setTimeout(() => console.log('d'), 1500);
