const prev = Error.prepareStackTrace;
Error.prepareStackTrace = (e, frames) => frames;
const s = new Error('x').stack;
Error.prepareStackTrace = prev;
const path = require('path');
console.log(path.basename(s[0].getFileName()), s[0].getLineNumber(), s[0].getColumnNumber(), s[0].isEval(), s[0].isToplevel(), s[0].isConstructor());
console.log(typeof new Error('y').stack);
