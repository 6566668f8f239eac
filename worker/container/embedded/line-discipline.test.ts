import { describe, expect, test } from 'vitest';
import { cookedMode, rawMode, type TtyMode } from '../../os/process-context.ts';
import { LineDiscipline } from './line-discipline.ts';

function discipline(mode: TtyMode = cookedMode) {
  const screen: string[] = [];
  const events: string[] = [];
  const line = new LineDiscipline(
    {
      echo: (text) => screen.push(text),
      signal: (signal) => events.push(signal),
      input: (bytes) => events.push(`input ${JSON.stringify(new TextDecoder().decode(bytes))}`),
      end: () => events.push('end'),
      flush: () => events.push('flush'),
    },
    mode,
  );
  return { line, events, screen: () => screen.join('') };
}

function type(text: string, mode?: TtyMode) {
  const { line, events, screen } = discipline(mode);
  line.type(text);
  return { events, screen: screen() };
}

describe('canonical mode', () => {
  test('a line is read whole, with its newline; Return is echoed as a newline', () => {
    expect(type('ls -l\r')).toEqual({ events: ['input "ls -l\\n"'], screen: 'ls -l\n' });
  });

  test('each line is its own input', () => {
    expect(type('a\rb\r').events).toEqual(['input "a\\n"', 'input "b\\n"']);
  });

  test('erase takes back one character and its columns', () => {
    expect(type('ab\x7f\r')).toEqual({ events: ['input "a\\n"'], screen: 'ab\b \b\n' });
    expect(type('\x7f\r')).toEqual({ events: ['input "\\n"'], screen: '\n' });
  });

  test('erase knows UTF-8, wide characters, combining marks and emoji beyond the BMP', () => {
    expect(type('é\x7f\r')).toEqual({ events: ['input "\\n"'], screen: 'é\b \b\n' });
    expect(type('漢\x7f\r').screen).toBe('漢\b \b\b \b\n');
    expect(type('😀\x7fx\r')).toEqual({ events: ['input "x\\n"'], screen: '😀\b \b\b \bx\n' });
    expect(type('e\u0301\x7f\r')).toEqual({ events: ['input "e\\n"'], screen: 'e\u0301\n' });
  });

  test('a surrogate pair that comes in two parts is one character', () => {
    const { line, events } = discipline();
    line.type('\ud83d');
    line.type('\ude00\r');
    expect(events).toEqual(['input "😀\\n"']);
  });

  test('a control character is echoed as ^X and erased as two columns', () => {
    expect(type('\x01\x7f\r')).toEqual({ events: ['input "\\n"'], screen: '^A\b \b\b \b\n' });
  });

  test('a tab is erased to where it started', () => {
    expect(type('ab\t\x7fc\r')).toEqual({ events: ['input "abc\\n"'], screen: `ab\t${'\b'.repeat(6)}c\n` });
  });

  test('^W erases the word before the cursor, ^U the line', () => {
    expect(type('git commit  \x17add\r').events).toEqual(['input "git add\\n"']);
    expect(type('rm -rf /\x15ls\r').events).toEqual(['input "ls\\n"']);
    expect(type('abc\x15').screen).toBe('abc\b \b\b \b\b \b');
  });

  test('^R prints the line again', () => {
    expect(type('abc\x12d\r')).toEqual({ events: ['input "abcd\\n"'], screen: 'abc^R\nabcd\n' });
  });

  test('^V takes the next character as it is', () => {
    expect(type('\x16\x03\r')).toEqual({ events: ['input "\\u0003\\n"'], screen: '^\b^C\n' });
  });

  test('^D on an empty line is the end; after text it submits without a newline', () => {
    expect(type('\x04').events).toEqual(['end']);
    expect(type('ab\x04\x04').events).toEqual(['input "ab"', 'end']);
  });

  test('^C, ^Z and ^\\ signal, echo themselves and discard the line', () => {
    expect(type('abc\x03')).toEqual({ events: ['flush', 'SIGINT'], screen: 'abc^C' });
    expect(type('\x1a')).toEqual({ events: ['flush', 'SIGTSTP'], screen: '^Z' });
    expect(type('\x1c')).toEqual({ events: ['flush', 'SIGQUIT'], screen: '^\\' });
    expect(type('abc\x03d\r').events).toEqual(['flush', 'SIGINT', 'input "d\\n"']);
  });

  test('without echo nothing is shown', () => {
    expect(type('pass\x7f\r', { ...cookedMode, echo: false })).toEqual({
      events: ['input "pas\\n"'],
      screen: '',
    });
  });

  test('without ISIG ^C is a character', () => {
    expect(type('\x03\r', { ...cookedMode, signals: false }).events).toEqual(['input "\\u0003\\n"']);
  });
});

describe('raw mode', () => {
  test('passes everything on at once and shows nothing', () => {
    expect(type('a\x7f\x03\r\x1b[A', rawMode)).toEqual({
      events: ['input "a\x7f\\u0003\\r\\u001b[A"'],
      screen: '',
    });
  });

  test('with signals ^C still interrupts and flushes what came before it', () => {
    expect(type('ab\x03c', { ...rawMode, signals: true }).events).toEqual(['flush', 'SIGINT', 'input "c"']);
  });

  test('switching to raw makes a half-typed line readable', () => {
    const { line, events } = discipline();
    line.type('nod');
    line.setMode(rawMode);
    line.type('e');
    expect(events).toEqual(['input "nod"', 'input "e"']);
  });
});
