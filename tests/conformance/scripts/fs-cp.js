// cpSync of links, folders and what is in its way.
const fs = require('fs');
const { resolve } = require('path');

const here = (text) => String(text).replaceAll(__dirname, '.');
const attempt = (name, action) => {
  try {
    console.log(name, here(action()));
  } catch (error) {
    console.log(name, error.name, error.code, here(error.message));
  }
};
const link = (target, path) => fs.symlinkSync(target.startsWith('.') ? target : resolve(target), path);
const tree = { recursive: true };

fs.mkdirSync('d/sub', tree);
fs.writeFileSync('d/a', '1');
fs.writeFileSync('f', 'f');
fs.mkdirSync('e');
fs.symlinkSync('d', 'ld');
link('d/a', 'la');

attempt('a folder', () => fs.cpSync('d', 'n1'));
attempt('into itself', () => fs.cpSync('d', 'd/x', tree));
attempt('into itself, not recursive', () => fs.cpSync('d', 'd/x'));
attempt('onto itself', () => fs.cpSync('d', 'd', tree));
attempt('a file over a folder', () => fs.cpSync('f', 'e'));
attempt('a folder over a file', () => fs.cpSync('e', 'f', tree));
attempt('a link to a folder', () => {
  fs.cpSync('ld', 'n3', tree);
  return fs.readlinkSync('n3');
});
attempt('a link to a folder, dereferenced', () => {
  fs.cpSync('ld', 'n2', { ...tree, dereference: true });
  return fs.lstatSync('n2').isDirectory();
});
attempt('a link to a file', () => {
  fs.cpSync('la', 'n5');
  return fs.readlinkSync('n5');
});
attempt('a link over a folder', () => fs.cpSync('ld', 'e', tree));
attempt('a broken link', () => {
  fs.symlinkSync('nowhere', 'broken');
  fs.cpSync('broken', 'broken2');
  return fs.readlinkSync('broken2');
});
attempt('links in a folder', () => {
  fs.mkdirSync('t');
  fs.symlinkSync('../d', 't/rel');
  for (let i = 0; i < 2; i++) fs.cpSync('t', 't2', tree);
  fs.cpSync('t', 't3', { ...tree, verbatimSymlinks: true });
  fs.cpSync('t', 't4', { ...tree, dereference: true });
  return [fs.readlinkSync('t2/rel'), fs.readlinkSync('t3/rel'), fs.readdirSync('t4/rel')];
});
attempt('a link into what is copied', () => {
  fs.mkdirSync('s1/a/b', tree);
  link('s1/a', 's1/l');
  fs.mkdirSync('s2');
  link('s1/a/b', 's2/l');
  fs.cpSync('s2', 's1', tree);
});
attempt('a link out of what is there', () => {
  fs.mkdirSync('p1/a/b', tree);
  link('p1/a/b', 'p1/l');
  fs.mkdirSync('p2');
  link('p1/a', 'p2/l');
  fs.cpSync('p1', 'p2', tree);
});
attempt('errorOnExist', () => {
  fs.mkdirSync('w');
  fs.writeFileSync('w/a', '2');
  fs.cpSync('d', 'w', { ...tree, force: false, errorOnExist: true });
});
attempt('without force', () => {
  fs.cpSync('d', 'w', { ...tree, force: false });
  return fs.readFileSync('w/a', 'utf8');
});
attempt('nothing', () => fs.cpSync('nope', 'n'));
