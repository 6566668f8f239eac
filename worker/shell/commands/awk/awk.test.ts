import { describe, expect, test } from 'vitest';
import { InteractiveShell } from '../../testing/interactive.ts';
import { runLine } from '../../testing/run-line.ts';

// What POSIX says and mawk, the other side of the conformance lines, does otherwise.
test.each([
  [
    'fields are characters',
    `printf 'grün 日本語\\n' | awk '{print length($1), substr($2, 2, 1), index($2, "語")}'`,
    '4 本 3\n',
  ],
  [
    'a surrogate pair is one',
    `awk 'BEGIN {print length("a🎉b"), substr("a🎉b", 2, 1), match("🎉b", /b/)}'`,
    '3 🎉 2\n',
  ],
  ['bytes pass unchanged', `printf '\\377 x\\n' | awk '{print $1}' | od -An -tx1`, ' ff 0a\n'],
  [
    'newlines separate fields where RS is empty',
    `printf 'a:b\\nc d\\n\\ne:f\\n' | awk -v RS= -F: '{print NF, $3}'`,
    '3 c d\n2 \n',
  ],
  ['a hexadecimal text is no number', `awk 'BEGIN {print "0x1A" + 0}'`, '0\n'],
  ['a long integer keeps its digits', `awk 'BEGIN {print 2 ^ 53, 2 ^ 31}'`, '9007199254740992 2147483648\n'],
  [
    'substr begins before the text',
    `awk 'BEGIN {print substr("hello", 0, 3) "|" substr("hello", -1, 3) "|" substr("hello", 1.5, 1)}'`,
    'he|h|e\n',
  ],
  ['a command counts in NR', `awk 'BEGIN {"echo a" | getline x; print x, NR}'`, 'a 1\n'],
  [
    'next in a function',
    `printf '1\\n2\\n3\\n' | awk 'function skip() {next} {if ($1 == 2) skip(); print}'`,
    '1\n3\n',
  ],
  [
    'bracket expressions have escapes',
    `awk 'BEGIN {print "a]b" ~ /a[\\]]b/, "a\\tb" ~ /a[\\t]b/, "a/b" ~ /a[/]b/}'`,
    '1 1 1\n',
  ],
  [
    'an array is handed on while it has no elements',
    `awk 'function f(a) {a["k"] = 1} function g(b) {f(b)} BEGIN {g(x); for (k in x) print k}'`,
    'k\n',
  ],
  [
    'a print in a long loop goes out as it runs',
    `awk 'BEGIN {for (i = 0; i < 20000; i++) print i}' | tail -n 1`,
    '19999\n',
  ],
  [
    '-f may be given again',
    `printf 'function f() {return 7}\\n' > a; printf 'BEGIN {print f()}' > b; awk -f a -f b`,
    '7\n',
  ],
])('%s', async (_, line, expected) => {
  expect(await runLine(line)).toEqual({ stdout: expected, stderr: '', code: 0 });
});

test.each([
  [`awk 'BEGIN { print 1'`, 'line 1: missing } near end of file'],
  [`awk 'BEGIN {\n x = }'`, 'line 2: syntax error at or near }'],
  [`awk 'BEGIN { print (1, 2) + 1 }'`, 'line 1: syntax error at or near ,'],
  [`awk 'BEGIN { f(1) }'`, 'line 1: function f never defined'],
  [`awk 'function f(a) {} BEGIN { f(1, 2) }'`, 'line 1: too many arguments in call to f'],
  [`awk 'BEGIN { a = 1; a[1] = 2 }'`, 'line 1: illegal reference to array a'],
  [`awk 'BEGIN { next }'`, 'line 1: improper use of next'],
  [`awk '{ return }'`, 'line 1: return outside function body'],
  [`awk '{ break }'`, 'line 1: break statement outside of loop'],
  [`awk 'BEGIN { print /a }'`, 'line 1: runaway regular expression /a } ...'],
  [`awk 'BEGIN { print "a }'`, 'line 1: runaway string constant "a } ...'],
  [`awk 'BEGIN {\n\n print 1 / x }'`, 'line 3: division by zero'],
  [`awk 'BEGIN { print $(-1) }'`, 'attempt to access field -1'],
  [`awk 'BEGIN { printf "%d %d\\n", 1 }'`, 'not enough arguments passed to printf("%d %d\n")'],
  [`awk 'function f(n) {return f(n + 1)} BEGIN { f(1) }'`, 'function calls are nested too deeply'],
  [`awk '{print}' dir`, 'cannot open dir (Is a directory)'],
  [`awk -v 1=2 1`, 'improper assignment: -v 1=2'],
  [`awk`, "no program\nTry 'awk --help' for more information."],
])('%s', async (line, message) => {
  expect(await runLine(`mkdir dir; ${line}`)).toEqual({ stdout: '', stderr: `awk: ${message}\n`, code: 2 });
});

describe('on a terminal', () => {
  test('^C ends a loop that does nothing, and one that reads a command', async () => {
    const shell = new InteractiveShell();
    await shell.until(/❯$/);
    for (const program of ['BEGIN {while (1) x++}', 'BEGIN {while (("yes" | getline) > 0) x++}']) {
      shell.type(`clear; awk '${program}'\r`);
      await new Promise((resolve) => setTimeout(resolve, 60));
      shell.type('\x03');
      await shell.until(/\^C\n.*❯$/);
    }
  });

  test('what was printed shows before a record is waited for', async () => {
    const shell = new InteractiveShell();
    await shell.until(/❯$/);
    shell.type(`awk '{print "got", $1}'\r`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    shell.type('one\r');
    await shell.until(/got one$/);
    shell.type('\x04');
    await shell.until(/got one\n.*❯$/);
  });
});
