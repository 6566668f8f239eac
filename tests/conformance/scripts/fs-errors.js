const fs = require('fs');
for (const f of [() => fs.readFileSync('nope'), () => fs.readdirSync('nope'), () => fs.mkdirSync('.'), () => fs.rmdirSync('nope'), () => fs.unlinkSync('nope'), () => fs.statSync('nope'), () => fs.openSync('nope', 'r'), () => fs.writeFileSync('nope/x', ''), () => fs.renameSync('nope', 'b'), () => fs.readlinkSync('.'), () => fs.accessSync('nope'), () => fs.copyFileSync('nope', 'x'), () => fs.closeSync(999), () => fs.readFileSync('.'), () => fs.rmSync('nope')]) {
  try { f(); } catch (e) { console.log(e.code, e.errno, e.syscall, e.message.replaceAll(process.cwd(), 'CWD')); }
}
