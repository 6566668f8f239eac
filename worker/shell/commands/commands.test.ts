import { describe, expect, test } from 'vitest';
import type { ProcessContext } from '../../os/process-context.ts';
import { utcZone } from '../../os/time-zone.ts';
import type { Port } from '../../protocol/ids.ts';
import { InteractiveShell } from '../testing/interactive.ts';
import { FakeMachine } from '../testing/fake-machine.ts';
import { realShell } from '../testing/real-machine.ts';
import { runLine } from '../testing/run-line.ts';
import { parseOptions } from './options.ts';
import { regexSource } from './regex.ts';
import { strftime } from './strftime.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Answers each request with what it was: method, target, body. */
async function server({ sys }: ProcessContext): Promise<number> {
  sys.listen(
    3000 as Port,
    (connection) => {
      let received = '';
      connection.start(
        (chunk) => {
          received += new TextDecoder().decode(chunk);
          const [head = '', body] = received.split('\r\n\r\n');
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
          if (body === undefined || body.length < length) return;
          const [method = '', target = ''] = head.split(' ');
          const [status, extra] =
            target === '/away'
              ? ['302 Found', 'Location: /there\r\n']
              : target === '/bad'
                ? ['500 Oh', '']
                : ['200 OK', ''];
          const text = `${method} ${target} ${body}\n`;
          connection.write(
            encode(
              `HTTP/1.1 ${status}\r\n${extra}X-Kind: test\r\nContent-Length: ${String(text.length)}\r\n\r\n${text}`,
            ),
          );
        },
        () => connection.end(),
      );
    },
    () => {},
  );
  return new Promise<number>(() => {});
}

describe('curl', () => {
  test('talks to a virtual port', async () => {
    const shell = await realShell({ server });
    await shell.until(/❯$/);
    await shell.type('server &\r');
    await shell.until(/\[1\] \d+\n[^]*❯$/);
    await shell.type(
      'clear; curl -s localhost:3000/a?b; curl -sd x=1 -d y=2 :3000/post; curl -sL localhost:3000/away\r',
    );
    await shell.until(/GET \/a\?b\s*\nPOST \/post x=1&y=2\nGET \/there\s*\n[^]*❯$/);
    await shell.type(
      "clear; curl -i localhost:3000/i; curl -s -o /dev/null -w '%{http_code}\\n' localhost:3000/bad\r",
    );
    await shell.until(/HTTP\/1\.1 200 OK\nX-Kind: test\nContent-Length: \d+\n\nGET \/i\s*\n500\n[^]*❯$/);
    await shell.type('clear; curl -f localhost:3000/bad; echo $?; curl localhost:4000; echo $?\r');
    await shell.until(
      /curl: \(22\) The requested URL returned error: 500\n22\ncurl: \(7\) Failed to connect to localhost port 4000 [^]*\n7\n[^]*❯$/,
    );
  });
});

describe('on a terminal', () => {
  test('ls fills columns with colours, and quotes what needs it', async () => {
    const machine = new FakeMachine();
    machine.fs.makeDirectories('/home/many/dir', 0o755);
    for (const name of ['alpha', 'beta', 'gamma x', 'delta', 'run.sh'])
      machine.fs.writeFile(`/home/many/${name}`, '');
    machine.fs.chmod('/home/many/run.sh', 0o755);
    const shell = new InteractiveShell({ machine, cols: 40 });
    await shell.until(/❯$/);
    shell.type('ls many\r');
    expect(await shell.until(/run\.sh\n.*❯$/)).toEqual([
      '~ ❯ ls many',
      "alpha      delta      'gamma x'",
      'beta       dir        run.sh',
      '~ ❯',
    ]);
    expect(machine.tty.output).toContain('\x1b[1;34mdir\x1b[0m');
    expect(machine.tty.output).toContain('\x1b[1;32mrun.sh\x1b[0m');
  });

  test('tail -f follows what others append, until ^C', async () => {
    const machine = new FakeMachine();
    machine.fs.writeFile('/home/log', 'one\ntwo\n');
    const shell = new InteractiveShell({ machine });
    await shell.until(/❯$/);
    shell.type('tail -n 1 -f log\r');
    await shell.until(/log\ntwo$/);
    const file = machine.fs.open('/home/log', 0o2001, 0);
    file.write(encode('three\n'), null);
    file.close();
    await shell.until(/two\nthree$/);
    shell.type('\x03');
    await shell.until(/\^C\n.*❯$/);
  });

  test('^C ends a hot loop, sleep, find and cat alike', async () => {
    const shell = new InteractiveShell();
    await shell.until(/❯$/);
    for (const line of [
      'while :; do :; done',
      'sleep 100',
      'cat',
      'yes > /dev/null',
      'sleep 9 | cat | cat',
    ]) {
      shell.type(`clear; ${line}\r`);
      await new Promise((resolve) => setTimeout(resolve, 60));
      shell.type('\x03');
      await shell.until(/\^C\n.*❯$/);
    }
  });
});

test.each([
  ['a\\(b\\)*c\\{2,\\}$', false, 'a(b)*c{2,}$'],
  ['*a^b$c', false, '\\*a\\^b\\$c'],
  ['(a|b)+?{2}', true, '(a|b)+?{2}'],
  ['[]a-c[:digit:]\\]', false, '[\\u{5d}\\u{61}-\\u{63}0-9\\u{5c}]'],
  ['a+b?|c', false, 'a\\+b\\?\\|c'],
])('regular expression %j, extended %s', (pattern, extended, expected) => {
  expect(regexSource(pattern, extended)).toBe(expected);
});

test('options as getopt_long takes them', () => {
  const parsed = parseOptions('x', ['-ab', 'v1', 'one', '--long=v2', '-bv3', '--', '-c'], {
    short: 'ab:c',
    long: { 'long=': 'b' },
  });
  expect([parsed.order, parsed.values('b'), parsed.operands]).toEqual([
    ['a', 'b', 'b', 'b'],
    ['v1', 'v2', 'v3'],
    ['one', '-c'],
  ]);
});

test('strftime', () => {
  const time = Date.UTC(2024, 11, 30, 9, 5, 7, 250);
  expect(
    strftime('%F %T %a %A %b %B %j %e %-d %I%p %s %N %y %C %u %w %V %G %U %z %% %q', time, utcZone),
  ).toBe(
    '2024-12-30 09:05:07 Mon Monday Dec December 365 30 30 09AM 1735549507 250000000 24 20 1 1 01 2025 52 +0000 % %q',
  );
});

test.each([
  ['sed -n "l" <<< "a	b"', 'a\\tb$\n'],
  ["printf 'a\\nb\\nc\\nd\\n' | sed '2,3{s/^/>/;N;P;D}'", 'a\n>b\n>c\nd\n'],
  ["printf '1\\n2\\n3\\n' | sed -n '$!{h;d};H;x;s/\\n/,/gp'", '2,3\n'],
  ["printf 'one two\\n' | sed -E 's/(\\w+) (\\w+)/\\U\\1\\E \\u\\2/'", 'ONE Two\n'],
  ["printf 'x\\n' | sed ':a;s/^.\\{1,4\\}$/&y/;ta'", 'xyyyy\n'],
  ["printf 'a b\\n' | sed 's|a|/|; s,b,\\,,'", '/ ,\n'],
  ['printf "%s\\n" v1.10 v1.9 v1.2 | sort -V', 'v1.2\nv1.9\nv1.10\n'],
  ['printf "2K\\n1M\\n512\\n" | sort -h', '512\n2K\n1M\n'],
  [
    "printf '\\xff\\xfea\\n' | grep -a a | od -An -tx1; printf '\\xff\\n' | tr -d a | cat | od -An -tx1",
    ' ff fe 61 0a\n ff 0a\n',
  ],
  ['mkdir d; touch d/x; find d -empty -delete; ls d', ''],
  ['seq 5 | xargs -n 2 | xargs -I{} echo "[{}]"', '[1 2]\n[3 4]\n[5]\n'],
  ['printf "a\\0b c\\0" | xargs -0 -n 1 echo', 'a\nb c\n'],
  [
    'mkdir d; echo hi > d/x; zip -qr z d; rm -r d; unzip -q z; cat d/x; unzip -l z | tail -n 1',
    'hi\n        3  2 files\n',
  ],
  ['mkdir -p d/e; touch d/x; tree d', 'd\n├── e\n└── x\n\n2 directories, 1 file\n'],
  ["printf 'a+b\\nab\\n' | egrep 'a+b' ; printf 'a+b\\n' | fgrep a+b", 'ab\na+b\n'],
  ['echo x > a; cp -p a b; [ a -nt b ] || [ b -nt a ] || echo same', 'same\n'],
  ['printf "%s" abc | base64 | base64 -d | sha1sum | cut -c1-8', 'a9993e36\n'],
])('%s', async (line, expected) => {
  expect((await runLine(line)).stdout).toBe(expected);
});
