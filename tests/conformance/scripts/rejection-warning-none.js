process.on('warning', (w) => console.log(w.name));
process.emitWarning('careful', { code: 'C1', detail: 'd' });
process.emitWarning('old', 'DeprecationWarning', 'DEP9');
