console.log(this === exports, exports === module.exports, typeof require, __filename.endsWith('module-wrapper.js'), arguments.length, typeof __dirname);
return;
console.log('never');
