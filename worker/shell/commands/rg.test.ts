import { expect, test } from 'vitest';
import { FakeMachine } from '../testing/fake-machine.ts';
import { runLine } from '../testing/run-line.ts';

const files = {
  '.gitignore': 'node_modules\n*.log\n',
  '.hid/f': 'alpha\n',
  'bin.dat': 'a\0alpha\n',
  'node_modules/x/i.js': 'alpha\n',
  'src/a.js': 'alpha\nBeta alpha\ngamma\n\ndelta alpha x alpha\nepsilon\nzeta\n',
  'src/sub/b.ts': 'alpha beta\nälphä alpha\n',
  'x.log': 'alpha\n',
};

function machineWith(tree: Readonly<Record<string, string>>): FakeMachine {
  const machine = new FakeMachine();
  for (const [path, text] of Object.entries(tree)) {
    machine.fs.makeDirectories(`/home/${path}`.replace(/\/[^/]*$/, ''), 0o755);
    machine.fs.writeFile(`/home/${path}`, text);
  }
  return machine;
}

/** Without what ripgrep measures. */
const withoutStats = (text: string) => text.replace(/\{"type":"summary".*\n/, '');

// As recorded of ripgrep 13 with --sort path --no-require-git.
test.each([
  [
    'rg alpha',
    0,
    'src/a.js:alpha\nsrc/a.js:Beta alpha\nsrc/a.js:delta alpha x alpha\nsrc/sub/b.ts:alpha beta\nsrc/sub/b.ts:älphä alpha\n',
  ],
  ['rg alpha src/a.js', 0, 'alpha\nBeta alpha\ndelta alpha x alpha\n'],
  ['rg -c alpha', 0, 'src/a.js:3\nsrc/sub/b.ts:2\n'],
  [
    'rg -C1 alpha',
    0,
    'src/a.js:alpha\nsrc/a.js:Beta alpha\nsrc/a.js-gamma\nsrc/a.js-\nsrc/a.js:delta alpha x alpha\nsrc/a.js-epsilon\n--\nsrc/sub/b.ts:alpha beta\nsrc/sub/b.ts:älphä alpha\n',
  ],
  ['rg -B2 -n delta src/a.js', 0, '3-gamma\n4-\n5:delta alpha x alpha\n'],
  [
    'rg --json -C1 gamma src/a.js',
    0,
    '{"type":"begin","data":{"path":{"text":"src/a.js"}}}\n{"type":"context","data":{"path":{"text":"src/a.js"},"lines":{"text":"Beta alpha\\n"},"line_number":2,"absolute_offset":6,"submatches":[]}}\n{"type":"match","data":{"path":{"text":"src/a.js"},"lines":{"text":"gamma\\n"},"line_number":3,"absolute_offset":17,"submatches":[{"match":{"text":"gamma"},"start":0,"end":5}]}}\n{"type":"context","data":{"path":{"text":"src/a.js"},"lines":{"text":"\\n"},"line_number":4,"absolute_offset":23,"submatches":[]}}\n{"type":"end","data":{"path":{"text":"src/a.js"},"binary_offset":null}}\n',
  ],
  [
    'rg --json alpha src/sub',
    0,
    '{"type":"begin","data":{"path":{"text":"src/sub/b.ts"}}}\n{"type":"match","data":{"path":{"text":"src/sub/b.ts"},"lines":{"text":"alpha beta\\n"},"line_number":1,"absolute_offset":0,"submatches":[{"match":{"text":"alpha"},"start":0,"end":5}]}}\n{"type":"match","data":{"path":{"text":"src/sub/b.ts"},"lines":{"text":"älphä alpha\\n"},"line_number":2,"absolute_offset":11,"submatches":[{"match":{"text":"alpha"},"start":8,"end":13}]}}\n{"type":"end","data":{"path":{"text":"src/sub/b.ts"},"binary_offset":null}}\n',
  ],
  [
    'rg -o -n alpha src',
    0,
    'src/a.js:1:alpha\nsrc/a.js:2:alpha\nsrc/a.js:5:alpha\nsrc/a.js:5:alpha\nsrc/sub/b.ts:1:alpha\nsrc/sub/b.ts:2:alpha\n',
  ],
  ['rg -l alpha', 0, 'src/a.js\nsrc/sub/b.ts\n'],
  ['rg --files --hidden', 0, '.gitignore\n.hid/f\nbin.dat\nsrc/a.js\nsrc/sub/b.ts\n'],
  ['rg --files -u', 0, 'bin.dat\nnode_modules/x/i.js\nsrc/a.js\nsrc/sub/b.ts\nx.log\n'],
  ["rg --files -g '!src'", 0, 'bin.dat\n'],
  ['rg --files -T js', 0, 'bin.dat\nsrc/sub/b.ts\n'],
  ["rg --files -g '*.log'", 0, 'x.log\n'],
  ['rg nothing', 1, ''],
  ['rg -v alpha src/a.js', 0, 'gamma\n\nepsilon\nzeta\n'],
  ['rg --count-matches alpha src', 0, 'src/a.js:4\nsrc/sub/b.ts:2\n'],
  ["rg -r '<$0>' alpha src/a.js", 0, '<alpha>\nBeta <alpha>\ndelta <alpha> x <alpha>\n'],
  ["rg -o -r '$n!' '(?P<n>al)pha' src/a.js", 0, 'al!\nal!\nal!\nal!\n'],
  ['rg alpha bin.dat', 0, 'binary file matches (found "\\0" byte around offset 1)\n'],
  [
    'rg --heading -n -C1 alpha src',
    0,
    'src/a.js\n1:alpha\n2:Beta alpha\n3-gamma\n4-\n5:delta alpha x alpha\n6-epsilon\n\nsrc/sub/b.ts\n1:alpha beta\n2:älphä alpha\n',
  ],
  [
    'rg --vimgrep alpha src',
    0,
    'src/a.js:1:1:alpha\nsrc/a.js:2:6:Beta alpha\nsrc/a.js:5:7:delta alpha x alpha\nsrc/a.js:5:15:delta alpha x alpha\nsrc/sub/b.ts:1:1:alpha beta\nsrc/sub/b.ts:2:9:älphä alpha\n',
  ],
  ['rg -S beta', 0, 'src/a.js:Beta alpha\nsrc/sub/b.ts:alpha beta\n'],
  ['rg -S Beta', 0, 'src/a.js:Beta alpha\n'],
  ['rg -w alph src', 1, ''],
  ['rg -x alpha src', 0, 'src/a.js:alpha\n'],
  ["rg -F 'a.' src", 1, ''],
  ["rg 'älph\\w' src", 0, 'src/sub/b.ts:älphä alpha\n'],
  ["rg '[[:upper:]]' src", 0, 'src/a.js:Beta alpha\n'],
  ['rg -e alpha -e zeta -c src', 0, 'src/a.js:4\nsrc/sub/b.ts:2\n'],
  ['rg -m1 alpha src', 0, 'src/a.js:alpha\nsrc/sub/b.ts:alpha beta\n'],
  ['rg -q alpha', 0, ''],
  [
    'rg --color always --heading -n -C1 gamma src',
    0,
    '\u001b[0m\u001b[35msrc/a.js\u001b[0m\n\u001b[0m\u001b[32m2\u001b[0m-Beta alpha\n\u001b[0m\u001b[32m3\u001b[0m:\u001b[0m\u001b[1m\u001b[31mgamma\u001b[0m\n\u001b[0m\u001b[32m4\u001b[0m-\n',
  ],
  ["rg 'a{2}' src", 1, ''],
  ["rg '\\x61lpha' src/sub", 0, 'src/sub/b.ts:alpha beta\nsrc/sub/b.ts:älphä alpha\n'],
  ["rg 'a\\-b' src", 1, ''],
  ['rg --max-filesize 15 alpha -l', 1, ''],
  ["rg -g '*.{js,ts}' -l alpha", 0, 'src/a.js\nsrc/sub/b.ts\n'],
  ["printf 'one\\ntwo\\n' | rg -n two", 0, '2:two\n'],
])('%s', async (line, code, stdout) => {
  const outcome = await runLine(line, {}, machineWith(files));
  expect({ ...outcome, stdout: withoutStats(outcome.stdout) }).toEqual({ stdout, stderr: '', code });
});

test('a pattern that is none is told with its reason', async () => {
  const { stderr, code } = await runLine("rg 'a(' .", {}, machineWith(files));
  expect(stderr).toBe('rg: regex parse error:\n    a(\nerror: unterminated group\n');
  expect(code).toBe(2);
  expect((await runLine('rg -t nosuch x .', {}, machineWith(files))).stderr).toBe(
    'rg: unrecognized file type: nosuch\n',
  );
  expect((await runLine('rg x none', {}, machineWith(files))).code).toBe(2);
});

test('an ignore file of a folder below takes back what one above has ignored', async () => {
  const machine = machineWith({
    '.gitignore': '*.txt\n',
    'a/.ignore': '!keep.txt\n',
    'a/keep.txt': '',
    'a/other.txt': '',
    'b/.rgignore': 'c/\n',
    'b/c/d': '',
    'b/e': '',
  });
  expect((await runLine('rg --files', {}, machine)).stdout).toBe('a/keep.txt\nb/e\n');
  expect((await runLine('cd a && rg --files', {}, machine)).stdout).toBe('keep.txt\n');
});

test('--json tells where bytes are, and what would take their place', async () => {
  const machine = machineWith({ 'a.txt': '\uFEFFä one\r\n', 'b.txt': 'none' });
  const { stdout } = await runLine("rg --json -r '<$1>' '(o)ne' .", {}, machine);
  const [, match] = stdout.split('\n').map((line) => (line === '' ? {} : (JSON.parse(line) as object)));
  expect(match).toEqual({
    type: 'match',
    data: {
      path: { text: './a.txt' },
      lines: { text: 'ä one\r\n' },
      line_number: 1,
      absolute_offset: 3,
      submatches: [{ match: { text: 'one' }, replacement: { text: '<o>' }, start: 3, end: 6 }],
    },
  });
});
