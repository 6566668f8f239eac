import { expect, test } from 'vitest';
import { runLine } from '../testing/run-line.ts';

// As recorded of util-linux's column.
test.each([
  [
    "printf 'the quick brown\\nfox\\n\\njumped over\\n' | column -t",
    'the     quick  brown\nfox            \njumped  over   \n',
  ],
  ["printf 'name,age\\nann,31\\n' | column -t -s ,", 'name  age\nann   31\n'],
  ["printf 'name,age\\nann,31\\n' | column -t -s , -o '|'", 'name|age\nann |31\n'],
  ["printf 'a:b::c\\nlong:x:y:z\\n' | column -t -s :", 'a     b     c\nlong  x  y  z\n'],
  [
    'seq 30 | column -c 40',
    '1\t7\t13\t19\t25\n2\t8\t14\t20\t26\n3\t9\t15\t21\t27\n4\t10\t16\t22\t28\n5\t11\t17\t23\t29\n6\t12\t18\t24\t30\n',
  ],
  ["printf 'one\\ntwo\\n' | column", 'one\ttwo\n'],
])('%s', async (line, expected) => {
  expect(await runLine(line)).toEqual({ stdout: expected, stderr: '', code: 0 });
});
