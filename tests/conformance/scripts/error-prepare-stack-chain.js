// As Babel does: the formatter that was there is called with some of the frames and with one of the program's own.
const { prepareStackTrace: before } = Error;
const own = Object.create({ getFileName: () => 'template.html', toString: () => 'template.html' });
Error.prepareStackTrace = (error, frames) => before(error, [own, ...frames.slice(0, 2)]);
function outer() { return inner(); }
function inner() { return new TypeError('chained').stack; }
console.log(typeof before, outer().replaceAll(process.cwd(), ''));
