const b = setImmediate(() => console.log('b'));
setImmediate(() => { console.log('a'); });
clearImmediate(b);
setImmediate(() => { clearImmediate(c); console.log('d'); });
const c = setImmediate(() => console.log('c'));
