import { describe, expect, test } from 'vitest';
import { FakeMachine } from '../testing/fake-machine.ts';
import { InteractiveShell } from '../testing/interactive.ts';
import { KeyDecoder, type Key } from './keys.ts';
import { LineBuffer } from './line-buffer.ts';
import { charWidth, textWidth } from './display-width.ts';

const esc = '\x1b';

async function ready(
  options: ConstructorParameters<typeof InteractiveShell>[0] = {},
): Promise<InteractiveShell> {
  const shell = new InteractiveShell(options);
  await shell.until(/❯$/);
  return shell;
}

describe('keys', () => {
  test.each<[string, (string | Key)[]]>([
    ['ab\r', [{ type: 'text', text: 'ab' }, 'enter']],
    [`${esc}[A${esc}OB${esc}[1;5C${esc}[3~`, ['up', 'down', 'ctrl-right', 'delete']],
    [`${esc}b${esc}\x7f\x01\x1f`, ['alt-b', 'alt-backspace', 'ctrl-a', 'ctrl-_']],
    [
      `${esc}[200~a\rb${esc}[201~x`,
      [
        { type: 'paste', text: 'a\nb' },
        { type: 'text', text: 'x' },
      ],
    ],
    ['é日', [{ type: 'text', text: 'é日' }]],
  ])('%j', (typed, expected) => {
    const keys = expected.map((key) => (typeof key === 'string' ? { type: 'key', name: key } : key));
    const bytes = new TextEncoder().encode(typed);
    expect([...new KeyDecoder().decode(bytes)]).toEqual(keys);
    // The same in single bytes: nothing depends on how the terminal cuts its writes.
    const decoder = new KeyDecoder();
    const single = [...bytes].flatMap((byte) => [...decoder.decode(Uint8Array.of(byte))]);
    const text = (list: Key[]): string =>
      list.map((key) => (key.type === 'key' ? `<${key.name}>` : key.text)).join('');
    expect(text(single)).toBe(text(keys as Key[]));
  });
});

describe('line buffer', () => {
  test('graphemes, kills, yank, transpose, undo', () => {
    const buffer = new LineBuffer();
    buffer.insert('née 日本');
    buffer.moveTo(buffer.before(buffer.text.length));
    expect(buffer.text.slice(buffer.cursor)).toBe('本');
    buffer.kill(buffer.blankWordBefore(buffer.cursor), buffer.cursor);
    expect(buffer.text).toBe('née 本');
    buffer.yank();
    expect(buffer.text).toBe('née 日本');
    buffer.transpose();
    expect(buffer.text).toBe('née 本日');
    buffer.undo();
    buffer.undo();
    expect(buffer.text).toBe('née 本');
    buffer.deleteBackward();
    expect(buffer.text).toBe('née本');
  });

  test('consecutive kills are one text', () => {
    const buffer = new LineBuffer();
    buffer.set('one two three');
    for (let times = 0; times < 2; times += 1)
      buffer.kill(buffer.blankWordBefore(buffer.cursor), buffer.cursor);
    expect([buffer.text, buffer.killed]).toEqual(['one ', 'two three']);
  });
});

test('cells of characters', () => {
  expect(['a', 'é', '日', '🦀', '\u0301', '❯', '\x1b'].map(charWidth)).toEqual([1, 1, 2, 2, 0, 1, 0]);
  expect(textWidth('日本 x')).toBe(6);
});

describe('the screen', () => {
  test('a line wraps, is edited in its middle, and unwraps', async () => {
    const shell = await ready({ cols: 20 });
    shell.type('echo 0123456789abcdefghij');
    expect(await shell.until(/j$/)).toEqual(['~ ❯ echo 0123456789a', 'bcdefghij']);
    shell.type('\x01\x1b[C\x1b[CXY');
    expect(await shell.until(/ecXYho/)).toEqual(['~ ❯ ecXYho 012345678', '9abcdefghij']);
    expect(await shell.cursor()).toEqual({ row: 0, column: 8 });
    shell.type('\x0b');
    expect(await shell.until(/ecXY$/)).toEqual(['~ ❯ ecXY']);
  });

  test('a line that ends at the right edge', async () => {
    const shell = await ready({ cols: 20 });
    shell.type('echo 0123456789a');
    await shell.until(/9a$/);
    expect(await shell.cursor()).toEqual({ row: 1, column: 0 });
    shell.type('\x7f');
    await shell.until(/89$/);
    expect(await shell.cursor()).toEqual({ row: 0, column: 19 });
  });

  test('wide characters do not split at the edge', async () => {
    const shell = await ready({ cols: 20 });
    shell.type('echo 日本語日本語日本語');
    expect(await shell.until(/語日本語$/)).toEqual(['~ ❯ echo 日本語日本', '語日本語']);
    shell.type('\x1b[D\x1b[D\x7f');
    expect(await shell.until(/語本語$/)).toEqual(['~ ❯ echo 日本語日本', '語本語']);
  });

  test('a resize draws the line anew', async () => {
    const shell = await ready({ cols: 30 });
    shell.type('echo 0123456789abcdefghij');
    await shell.until(/j$/);
    shell.resize(20);
    expect(await shell.until(/^~ ❯ echo 0123456789a\nbcdefghij$/)).toEqual([
      '~ ❯ echo 0123456789a',
      'bcdefghij',
    ]);
    shell.resize(40);
    expect(await shell.until(/^~ ❯ echo 0123456789abcdefghij$/)).toEqual(['~ ❯ echo 0123456789abcdefghij']);
  });

  test('a paste of several lines waits for Enter', async () => {
    const shell = await ready();
    shell.type(`${esc}[200~echo a\necho b${esc}[201~`);
    expect(await shell.until(/echo b$/)).toEqual(['~ ❯ echo a', 'echo b']);
    shell.type('\r');
    expect(await shell.until(/\nb\n.*❯$/)).toEqual(['~ ❯ echo a', 'echo b', 'a', 'b', '~ ❯']);
  });

  test('^C drops the line, ^L clears the screen, output without a newline is marked', async () => {
    const shell = await ready();
    shell.type('half typed\x03');
    expect(await shell.until(/\^C\n.*❯$/)).toEqual(['~ ❯ half typed^C', '~ ❯']);
    shell.type('\x0cprintf x\r');
    expect(await shell.until(/⏎\n.*❯$/)).toEqual(['~ ❯ printf x', 'x⏎', '~ ❯']);
  });

  test('the prompt is red after a failure, and PS1 is honoured', async () => {
    const shell = await ready();
    shell.type('false\r');
    await shell.until(/false\n.*❯$/);
    expect(shell.machine.tty.output).toContain('\x1b[1;31m❯');
    shell.type("PS1='\\u@\\W \\$ '; USER=me; cd /tmp\r");
    expect((await shell.until(/\$$/)).at(-1)).toBe('me@tmp $');
  });
});

describe('history', () => {
  test('arrows with a prefix, ^R, and the file', async () => {
    const machine = new FakeMachine();
    machine.fs.writeFile('/home/.jsh_history', 'echo old\nls /bin\necho two\\\nlines\n');
    const shell = await ready({ machine });
    shell.type(`${esc}[A`);
    expect(await shell.until(/lines$/)).toEqual(['~ ❯ echo two', 'lines']);
    shell.type(`\x03ls${esc}[A`);
    await shell.until(/❯ ls \/bin$/);
    shell.type('\x03\x12old');
    await shell.until(/\(reverse-i-search\)`old': echo old$/);
    shell.type('\r');
    await shell.until(/❯ echo old\nold\n.*❯$/);
    shell.type(' echo secret\r');
    await shell.until(/\nsecret\n.*❯$/);
    expect(new TextDecoder().decode(machine.fs.readFile('/home/.jsh_history'))).toBe(
      'echo old\nls /bin\necho two\\\nlines\necho old\n',
    );
  });
});

describe('completion', () => {
  function project(): FakeMachine {
    const machine = new FakeMachine();
    machine.fs.makeDirectories('/home/source/deep', 0o755);
    machine.fs.makeDirectories('/home/.git/refs/heads/feature', 0o755);
    machine.fs.writeFile('/home/.git/HEAD', 'ref: refs/heads/main\n');
    machine.fs.writeFile('/home/.git/refs/heads/feature/one', '');
    machine.fs.writeFile('/home/some file.txt', '');
    machine.fs.writeFile('/home/package.json', '{"scripts":{"dev":"x","build":"y","build:all":"z"}}');
    return machine;
  }

  test.each([
    ['ech\t', 'echo'],
    ['cat some\t', 'cat some\\ file.txt'],
    ['cat "some\t', 'cat "some file.txt"'],
    ['cd sou\tde\t', 'cd source/deep/'],
    ['ls ~/sou\t', 'ls ~/source/'],
    ['npm run d\t', 'npm run dev'],
    ['npm run b\t', 'npm run build'],
    ['git stat\t', 'git status'],
    ['git switch fea\t', 'git switch feature/one'],
    ['echo $HO\t', 'echo $HOME'],
    ['true && ech\t', 'true && echo'],
  ])('%j', async (typed, expected) => {
    const shell = await ready({ machine: project() });
    shell.type(typed);
    await shell.until(new RegExp(`❯ ${expected.replace(/[$\\^.*+?()[\]{}|/]/g, '\\$&')}$`));
  });

  test('a second Tab lists', async () => {
    const shell = await ready({ machine: project() });
    shell.type('npm run b\t\t');
    shell.type('\t');
    expect(await shell.until(/build:all\n/)).toEqual([
      '~ ❯ npm run build',
      'build      build:all',
      '~ ❯ npm run build',
    ]);
  });
});
