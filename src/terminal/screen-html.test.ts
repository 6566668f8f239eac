import { Terminal } from '@xterm/headless';
import type { Terminal as BrowserTerminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { screenHtml } from './screen-html.ts';

const theme = { foreground: '#eee', background: '#111', red: '#f00', brightRed: '#f55' };

async function html(data: string, size = { cols: 12, rows: 2 }): Promise<string> {
  const terminal = new Terminal({ ...size, allowProposedApi: true });
  await new Promise<void>((written) => terminal.write(data, written));
  return screenHtml(terminal as unknown as BrowserTerminal, theme);
}

test('rows as they stand, blanks at the end dropped', async () => {
  expect(await html('ab c\r\nd')).toBe('ab c\nd');
});

test('what is scrolled out is left out', async () => {
  expect(await html('one\r\ntwo\r\nthree')).toBe('two\nthree');
});

test('markup in the output stays text', async () => {
  expect(await html('<b>&')).toBe('&lt;b&gt;&amp;\n');
});

test('palette, bright bold, cube, grey and true colours', async () => {
  expect(await html('\x1b[31ma\x1b[1mb\x1b[0m\x1b[38;5;208mc\x1b[38;5;232md\x1b[38;2;1;2;3me')).toBe(
    '<span style="color:#f00;">a</span><span style="color:#f55;font-weight:650;">b</span>' +
      '<span style="color:rgb(255,135,0);">c</span><span style="color:rgb(8,8,8);">d</span>' +
      '<span style="color:#010203;">e</span>\n',
  );
});

test('inverse swaps the theme’s own colours, and wide characters count once', async () => {
  expect(await html('\x1b[7m漢\x1b[0m!')).toBe('<span style="color:#111;background:#eee;">漢</span>!\n');
});
