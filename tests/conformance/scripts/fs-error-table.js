// Message, code, errno, syscall, path and dest of every synchronous call that fails.
const fs = require('fs');
const show = (name, work) => {
  try {
    console.log(name, '->', work());
  } catch (error) {
    console.log(name, '!!', error.message, JSON.stringify({ ...error }));
  }
};
fs.mkdirSync('d/e', { recursive: true });
fs.writeFileSync('f', 'x');
fs.writeFileSync('g', 'y');
fs.symlinkSync('nowhere', 'dangling');
fs.symlinkSync('loop', 'loop');
const bad = 99;
for (const [name, work] of Object.entries({
  'readFile fd': () => fs.readFileSync(bad),
  'readFile utf8 fd': () => fs.readFileSync(bad, 'utf8'),
  'readFile dir': () => fs.readFileSync('d'),
  'readFile utf8 dir': () => fs.readFileSync('d', 'utf8'),
  'writeFile dir': () => fs.writeFileSync('d', ''),
  'writeFile below nothing': () => fs.writeFileSync('nope/x', ''),
  'mkdir -p on file': () => fs.mkdirSync('f', { recursive: true }),
  'mkdir -p below file': () => fs.mkdirSync('f/x/y', { recursive: true }),
  'mkdir -p': () => fs.mkdirSync('p/q/r', { recursive: true }),
  'mkdir -p again': () => fs.mkdirSync('p/q/r', { recursive: true }),
  mkdir: () => fs.mkdirSync('n/q'),
  mkdtemp: () => fs.mkdtempSync('nope/x'),
  'rm nothing': () => fs.rmSync('nope'),
  'rm directory': () => fs.rmSync('d'),
  'rmdir not empty': () => fs.rmdirSync('d'),
  'rmdir file': () => fs.rmdirSync('f'),
  'unlink directory': () => fs.unlinkSync('d'),
  rename: () => fs.renameSync('nope', 'x'),
  'rename directory to file': () => fs.renameSync('d', 'f'),
  'rename file to directory': () => fs.renameSync('f', 'd'),
  'rename into itself': () => fs.renameSync('d', 'd/e/x'),
  link: () => fs.linkSync('nope', 'x'),
  'link to what is there': () => fs.linkSync('f', 'g'),
  symlink: () => fs.symlinkSync('f', 'g'),
  readlink: () => fs.readlinkSync('f'),
  'realpath native': () => fs.realpathSync.native('nope'),
  copyFile: () => fs.copyFileSync('nope', 'x'),
  'copyFile exclusively': () => fs.copyFileSync('f', 'g', fs.constants.COPYFILE_EXCL),
  'copyFile of a directory': () => fs.copyFileSync('d', 'h'),
  access: () => fs.accessSync('nope'),
  chmod: () => fs.chmodSync('nope', 0o600),
  chown: () => fs.chownSync('nope', 0, 0),
  utimes: () => fs.utimesSync('nope', 0, 0),
  lutimes: () => fs.lutimesSync('nope', 0, 0),
  truncate: () => fs.truncateSync('nope', 0),
  opendir: () => fs.opendirSync('nope'),
  'readdir of a file': () => fs.readdirSync('f'),
  statfs: () => fs.statfsSync('nope'),
  watch: () => fs.watch('nope'),
  'readSync fd': () => fs.readSync(bad, Buffer.alloc(1)),
  'writeSync fd': () => fs.writeSync(bad, 'x'),
  'closeSync fd': () => fs.closeSync(bad),
  'fsync fd': () => fs.fsyncSync(bad),
  'ftruncate fd': () => fs.ftruncateSync(bad),
  'futimes fd': () => fs.futimesSync(bad, 0, 0),
  'fchmod fd': () => fs.fchmodSync(bad, 0),
  'write to a reader': () => fs.writeSync(fs.openSync('f', 'r'), 'x'),
  'read from a writer': () => fs.readSync(fs.openSync('f', 'w'), Buffer.alloc(1)),
  'read of a directory': () => fs.readSync(fs.openSync('d', 'r'), Buffer.alloc(1)),
  'open with a slash': () => fs.openSync('f/', 'r'),
  'open below a file': () => fs.openSync('f/x', 'r'),
  'open exclusively': () => fs.openSync('f', 'wx'),
  'open by bytes': () => fs.openSync(Buffer.from('nope'), 'r'),
  'a link to nothing': () => fs.statSync('dangling'),
  'a link to itself': () => fs.openSync('loop', 'r'),
  'stat without throwing': () => fs.statSync('f/x', { throwIfNoEntry: false }),
  'cp nothing': () => fs.cpSync('nope', 'x'),
  'cp directory': () => fs.cpSync('d', 'x'),
  'cp to itself': () => fs.cpSync('f', 'f'),
  'cp into itself': () => fs.cpSync('d', 'd/e/z', { recursive: true }),
  'cp directory to file': () => fs.cpSync('d', 'f', { recursive: true }),
  'cp file to directory': () => fs.cpSync('f', 'd', { recursive: true }),
  'cp what exists': () => fs.cpSync('f', 'g', { errorOnExist: true, force: false }),
}))
  show(name, work);
