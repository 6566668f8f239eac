import { expect, test } from 'vitest';
import { runLine } from '../testing/run-line.ts';

// As recorded of Vim's xxd.
test.each([
  [
    "printf 'hello, wide world\\n\\377' | xxd",
    '00000000: 6865 6c6c 6f2c 2077 6964 6520 776f 726c  hello, wide worl\n00000010: 640a ff                                  d..\n',
  ],
  ["printf 'hello, wide world' | xxd -p", '68656c6c6f2c207769646520776f726c64\n'],
  [
    "printf 'hello, wide world' | xxd -c 4 -g 1 -l 10 -s 2 -u",
    '00000002: 6C 6C 6F 2C  llo,\n00000006: 20 77 69 64   wid\n0000000a: 65 20        e \n',
  ],
  ['printf abc | xxd -g 0', '00000000: 616263                            abc\n'],
  ['seq 12 | xxd -p | xxd -r -p | tail -n 2', '11\n12\n'],
  ['seq 9 | xxd | xxd -r | tail -n 2', '8\n9\n'],
  ["echo '00000004: 6162' | xxd -r | od -An -tx1", ' 00 00 00 00 61 62\n'],
])('%s', async (line, expected) => {
  expect(await runLine(line)).toEqual({ stdout: expected, stderr: '', code: 0 });
});
