import { describe, expect, test } from 'vitest';
import type { Program } from '../../os/process-context.ts';
import { FakeMachine } from '../testing/fake-machine.ts';
import { runLine } from '../testing/run-line.ts';

async function stdoutOf(line: string, options: Parameters<typeof runLine>[1] = {}): Promise<string> {
  const { stdout, stderr } = await runLine(line, options);
  expect(stderr).toBe('');
  return stdout;
}

describe('beyond POSIX', () => {
  test.each([
    [
      'echo {a,b}{1..3} x{,y} {z} {1..9..4} {c..a} {01..3}',
      'a1 a2 a3 b1 b2 b3 x xy {z} 1 5 9 c b a 01 02 03\n',
    ],
    [
      'x=abcabc; echo ${x/b/X} ${x//b/X} ${x/#a/X} ${x/%c/X} ${x:1:2} ${x: -2} ${x^} ${x^^}',
      'aXcabc aXcaXc Xbcabc abcabX bc bc Abcabc ABCABC\n',
    ],
    ["echo $'a\\tb\\x41\\u00e9'", 'a\tbAé\n'],
    ['cat <<< "one two"', 'one two\n'],
    ['[[ abc == a* && ! x =~ ^y ]] && echo yes', 'yes\n'],
    [
      '[[ v12.34-rc =~ ^v([0-9]+)\\.([[:digit:]]+)(-(a|b))?  ]] && echo "${BASH_REMATCH[0]}|${BASH_REMATCH[1]}|${BASH_REMATCH[2]}|${BASH_REMATCH[3]}|${#BASH_REMATCH[@]}"',
      'v12.34|12|34||5\n',
    ],
    [
      '[[ ab =~ (a)(b) ]]; for m in "${BASH_REMATCH[@]}"; do echo $m; done; echo $BASH_REMATCH',
      'ab\na\nb\nab\n',
    ],
    [
      'r="^a.c$"; [[ abc =~ $r ]] && echo var; [[ abc =~ "a.c" ]] || echo quoted; [[ a.c =~ a\\.c ]] && echo escaped',
      'var\nquoted\nescaped\n',
    ],
    [
      '[[ x =~ (y) ]]; echo $? "${BASH_REMATCH[0]}" ${#BASH_REMATCH[@]}; x=abc; echo ${x[0]} ${x[1]-unset} ${#x[0]} ${x[-1]}',
      '1  0\nabc unset 3 abc\n',
    ],
    ['cat <(echo one) <(echo two)', 'one\ntwo\n'],
    [
      'diff <(printf "a\\nb\\n") <(printf "a\\nc\\n") | grep "^[<>]"; paste -d, <(seq 2) <(seq 3 4)',
      '< b\n> c\n1,3\n2,4\n',
    ],
    ['n=0; while read -r x; do n=$((n + x)); sh -c true; done < <(seq 4); echo $n', '10\n'],
    [
      'echo a b | tee >(tr a-z A-Z > f) > /dev/null; wait; sleep 0.05; cat f; echo shown > >(sed s/^/in:/)',
      'A B\nin:shown\n',
    ],
    [
      'source <(echo x=5); echo $x; cat <(yes) | head -n 1; sh -c \'cat "$0"\' <(echo to a process)',
      '5\ny\nto a process\n',
    ],
    ['f() { cat "$1"; }; f <(echo in a function); echo "<(no)" $((1<(2)))', 'in a function\n<(no) 1\n'],
    ['[[ 10 -gt 9 && -n x && -z "" ]]; echo $?', '0\n'],
    ['for ((i = 0; i < 3; i++)); do echo $i; done | paste -sd,', '0,1,2\n'],
    ['((x = 5 * 2)) && echo $x; ((x == 3)); echo $?', '10\n1\n'],
    ['n=3; ref=n; echo ${!ref}', '3\n'],
    ['{ echo out; echo err >&2; } &> f; sort f', 'err\nout\n'],
    ['f() { echo 1; echo 2 >&2; }; f |& sort', '1\n2\n'],
    ['mkdir -p a/b/c; touch a/x.js a/b/c/y.js; echo **/*.js', 'a/b/c/y.js a/x.js\n'],
    ['echo ${x:-"a  b"} "${x:-c  d}" ${x:-e  f}', 'a  b c  d e f\n'],
    ['set -o pipefail; false | true; echo $?', '1\n'],
    ['echo $((16#ff)) $((2**10)) $((5 ? 7 : 8)) $((x++)) $x', '255 1024 7 0 1\n'],
    ['pushd /tmp; popd; cd /bin; cd -', '/tmp ~\n~\n/home\n'],
  ])('%s', async (line, expected) => {
    expect(await stdoutOf(line)).toBe(expected);
  });
});

test('time tells the real time on stderr, with -p as POSIX words it', async () => {
  const [bash, posix] = [await runLine('time sleep 0.01'), await runLine('time -p sleep 0.01 | cat')];
  expect(bash.stderr).toMatch(/^\nreal\t0m0\.\d{3}s\n$/);
  expect(posix.stderr).toMatch(/^real 0\.\d\d\n$/);
});

describe('the shell itself', () => {
  test.each([
    ['nosuch', 127, 'jsh: command not found: nosuch\n'],
    ['./nosuch', 127, 'jsh: ./nosuch: No such file or directory\n'],
    ['echo x > /bin/plain; /bin/plain', 126, 'jsh: /bin/plain: Permission denied\n'],
    ['cat < nosuch', 1, 'jsh: nosuch: No such file or directory\n'],
    ['echo ${x?is unset}; echo never', 2, 'jsh: x: is unset\n'],
    ['set -u; echo $nope; echo never', 2, 'jsh: nope: parameter not set\n'],
    ['echo $((1 / 0))', 2, 'jsh: division by zero: "1 / 0"\n'],
    ['echo (', 2, "jsh: syntax error near unexpected token `('\n"],
    ['readonly r=1; r=2; echo never', 2, 'jsh: r: is read only\n'],
    ['cd nowhere', 1, 'jsh: cd: nowhere: No such file or directory\n'],
    ['ulimit -n', 2, 'jsh: ulimit: resource limits are not supported here\n'],
    ['f() { f; }; f', 1, 'jsh: maximum function nesting level exceeded\n'],
    ['set -e; false; echo never', 1, ''],
    ['nosuch 2>/dev/null', 127, ''],
  ])('%s → %i', async (line, code, stderr) => {
    expect(await runLine(line)).toEqual({ stdout: '', stderr, code });
  });

  test('positional parameters and $0 of -c', async () => {
    expect(await stdoutOf('echo $0 $# $2', { args: ['name', 'a', 'b'] })).toBe('name 2 b\n');
  });

  test('a line from a pipe is taken alone; the rest is for the next reader', async () => {
    const echoing: Program = {
      async main(context) {
        const input = context.stdio[0];
        const output = context.stdio[1];
        if (input?.kind !== 'pipe-read' || output?.kind !== 'pipe-write') return 1;
        await new Promise<void>((resolve) => input.start((chunk) => output.write(chunk), resolve));
        return 0;
      },
    };
    const machine = new FakeMachine({ programs: { node: echoing } });
    const { stdout } = await runLine('read first; node; echo "<$first>"', { stdin: 'a\nb\nc\n' }, machine);
    expect(stdout).toBe('b\nc\n<a>\n');
  });

  test('what a child left unread stays for the loop', async () => {
    const machine = new FakeMachine({ programs: { node: { main: async () => 0 } } });
    const { stdout } = await runLine(
      'while read x; do node; echo "<$x>"; done',
      { stdin: 'a\nb\nc\n' },
      machine,
    );
    expect(stdout).toBe('<a>\n<b>\n<c>\n');
  });

  test('a background list keeps functions and variables in its own process', async () => {
    const machine = new FakeMachine();
    const line = 'x=1; f() { echo "f $x $1"; x=2; }; { f a; echo $$; } > out & wait $!; echo $? $x; cat out';
    const { stdout } = await runLine(line, {}, machine);
    expect(stdout).toBe('0 1\nf 1 a\n100\n');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s goes to the running child, and the shell ends as it does',
    async (signal) => {
      const machine = new FakeMachine({ programs: { node: { main: () => new Promise<number>(() => {}) } } });
      const { pid, exited } = machine.start(
        {
          program: 'jsh',
          argv: ['sh', '-c', 'node server.js; echo never'],
          env: { PATH: '/usr/local/bin' },
          cwd: '/home',
        },
        [0, 1, 2].map(() => ({ kind: 'null', close: () => {} })),
      );
      await expect.poll(() => machine.processes.length).toBe(2);
      machine.signal(pid, signal);
      expect(await exited).toEqual({ kind: 'signaled', signal });
      expect(machine.processes).toEqual([]);
    },
  );

  test('of a child that dies of a signal the parent of sh -c learns the signal', async () => {
    const machine = new FakeMachine({
      programs: {
        node: {
          async main(context) {
            context.exit({ kind: 'signaled', signal: 'SIGKILL' });
            return 0;
          },
        },
      },
    });
    const run = (line: string): Promise<unknown> =>
      machine.start(
        { program: 'jsh', argv: ['sh', '-c', line], env: { PATH: '/usr/local/bin' }, cwd: '/home' },
        [0, 1, 2].map(() => ({ kind: 'null', close: () => {} })),
      ).exited;
    expect(await run('true && node')).toEqual({ kind: 'signaled', signal: 'SIGKILL' });
    expect(await run('exec node')).toEqual({ kind: 'signaled', signal: 'SIGKILL' });
    expect(await run('node; exit 137')).toEqual({ kind: 'exited', code: 137 });
    expect(await run('exec nosuch; true')).toEqual({ kind: 'exited', code: 127 });
  });

  test('a trap runs between commands, EXIT at the end', async () => {
    expect(await stdoutOf("trap 'echo got' USR1; trap 'echo end' EXIT; kill -USR1 $$; echo after")).toBe(
      'got\nafter\nend\n',
    );
  });

  test('an applet under its own name is a process of its own', async () => {
    const machine = new FakeMachine();
    const { stdout } = await runLine('env -i PATH=/bin A=1 sh -c "exec env"', {}, machine);
    expect(stdout.split('\n').sort()).toEqual(
      ['', 'A=1', 'PATH=/bin', 'PWD=/home', 'OLDPWD'].filter((line) => line !== 'OLDPWD').sort(),
    );
  });

  test('yes | head ends, and so does a loop behind it', async () => {
    expect(await stdoutOf('yes | head -n 3 | wc -l; while :; do echo x; done | head -n 1')).toBe('3\nx\n');
  });
});
