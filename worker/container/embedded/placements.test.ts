import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wire } from '../../vfs/test-filesystems.ts';
import { Placements } from './placements.ts';

function setUp() {
  const { fs } = wire().authority;
  const manifest = (json: object) => fs.writeFile('/p/package.json', JSON.stringify(json));
  const install = (name: string, dependencies: object = {}, peerDependencies: object = {}) => {
    fs.makeDirectories(`/p/node_modules/${name}/bin`, 0o755);
    fs.makeDirectories('/p/node_modules/.bin', 0o755);
    fs.writeFile(
      `/p/node_modules/${name}/package.json`,
      JSON.stringify({ name, dependencies, peerDependencies }),
    );
    fs.writeFile(`/p/node_modules/${name}/bin/cli.js`, '');
    fs.symlink(`../${name}/bin/cli.js`, `/p/node_modules/.bin/${basename(name)}`);
  };
  install('vite', { rolldown: '1' });
  install('rolldown');
  install('pnpm', { rolldown: '1' });
  install('@angular/cli');
  install('eslint');
  install('router', {}, { vite: '>=5' });
  fs.writeFile('/p/own.js', '');
  const placements = new Placements(fs);
  const node = (line: string) => ({
    program: 'node' as const,
    argv: ['node', ...line.split(' ')],
    cwd: '/p',
  });
  return { placements, of: (line: string) => placements.of(node(line)), node, manifest };
}

describe('a process starts', () => {
  it('resident, where nothing is known of it', () => {
    const { of, placements } = setUp();
    expect(of('own.js')).toBe('resident');
    expect(of('node_modules/.bin/eslint .')).toBe('resident');
    expect(placements.of({ program: 'jsh', argv: ['sh'], cwd: '/p' })).toBe('resident');
  });

  it('threaded, where it has asked before', () => {
    const { of, placements, node } = setUp();
    placements.remember(node('own.js'));
    expect([of('./own.js x'), of('--flag /p/own.js')]).toEqual(['threaded', 'threaded']);
    placements.remember(node('-e shared()'));
    expect([of('-e shared()'), of('-e other()')]).toEqual(['threaded', 'resident']);
  });

  it('threaded, where it is of a package that shares memory at once, or depends on one', () => {
    const { of } = setUp();
    expect([of('node_modules/.bin/rolldown'), of('node_modules/.bin/vite build')]).toEqual([
      'threaded',
      'threaded',
    ]);
  });

  it('threaded, where the project has a plugin that shares memory and the package wants its loader beside it', () => {
    const { of, manifest } = setUp();
    expect(of('node_modules/.bin/router dev')).toBe('resident');
    manifest({ devDependencies: { '@tailwindcss/vite': '4' } });
    expect([of('node_modules/.bin/router dev'), of('node_modules/.bin/eslint')]).toEqual([
      'threaded',
      'resident',
    ]);
    manifest({ devDependencies: { 'eslint-plugin-prettier': '5' } });
    expect(of('node_modules/.bin/eslint .')).toBe('threaded');
  });

  it('tells programs of packages from those of the project', () => {
    const { placements, node } = setUp();
    const runsPackage = (line: string) => placements.runsPackage(node(line));
    expect(['node_modules/.bin/eslint .', 'own.js', '-e 1'].map(runsPackage)).toEqual([true, false, false]);
  });

  it('as the command of a package says that shares memory only for some', () => {
    const { of, placements, node } = setUp();
    const pnpm = 'node_modules/.bin/pnpm';
    expect([of(`${pnpm} install`), of(`${pnpm} --silent add ms`)]).toEqual(['threaded', 'threaded']);
    expect([of(`${pnpm} run add`), of(`${pnpm} dev`), of(pnpm)]).toEqual([
      'resident',
      'resident',
      'resident',
    ]);
    expect([of(`${pnpm} -C dir install`), of(`${pnpm} --filter=a -r add ms`)]).toEqual([
      'threaded',
      'threaded',
    ]);
    expect(of(`${pnpm} --dir install dev`)).toBe('resident');
    placements.remember(node(`${pnpm} install`));
    expect(of(`${pnpm} dev`)).toBe('resident');
  });

  it('in a tab, to be killed, where it searches for a pattern that may never end', () => {
    const { placements } = setUp();
    const rg = (...words: string[]) =>
      placements.of({ program: 'jsh', argv: ['rg', ...words], cwd: '/home' });
    for (const pattern of ['(a+)+$', '(a|a)*b', '(?:x*y)*', '((a)+b?){2,}', '(\\w+\\s?)+$'])
      expect(rg('--json', '-e', pattern, '.')).toBe('threaded');
    for (const pattern of ['a+b*', '(ab)+', '[(a+)+]', '\\(a+\\)+', '(a+)?', '(a|b)c', '(a+)(b+)'])
      expect(rg('--json', '-e', pattern, '.')).toBe('resident');
    expect(rg('-F', '-e', '(a+)+', '.')).toBe('resident');
  });

  it('resident, where Angular builds nothing', () => {
    const { of } = setUp();
    const ng = 'node_modules/.bin/cli';
    expect(['build', 's --port 4300', 'run app:build'].map((words) => of(`${ng} ${words}`))).toEqual([
      'threaded',
      'threaded',
      'threaded',
    ]);
    expect(['generate component a', 'new build', '--help'].map((words) => of(`${ng} ${words}`))).toEqual([
      'resident',
      'resident',
      'resident',
    ]);
  });
});
