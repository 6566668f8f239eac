console.group('G'); console.log('in\nside'); console.group(); console.info('deep'); console.groupEnd(); console.groupEnd(); console.log('out');
console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]); console.table([[1, 2], [3, 4]]); console.table(5); console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.count(); console.count('x'); console.count(); console.countReset(); console.count(); console.assert(true, 'no'); console.assert(false, 'yes %s', 'it is'); console.error('err'); console.warn('warn'); console.debug('dbg'); console.log(); console.log('%s is %d', 'x', 5, 'rest');
