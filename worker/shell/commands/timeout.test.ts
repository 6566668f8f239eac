import { expect, test } from 'vitest';
import { runLine } from '../testing/run-line.ts';

test.each([
  ['timeout 5 echo in time; echo $?', 'in time\n0\n', ''],
  ['timeout 0.05 sleep 5; echo $?', '124\n', ''],
  ["timeout 0.05 sh -c 'while :; do :; done'; echo $?", '124\n', ''],
  ['timeout -s KILL 0.05 sleep 5; echo $?', '137\n', ''],
  ['timeout -k 0.05 0.05 sh -c \'trap "" TERM; while :; do sleep 0.01; done\'; echo $?', '137\n', ''],
  ['timeout --preserve-status 0.05 sleep 5; echo $?', '143\n', ''],
  ['timeout 0 false; echo $?; timeout 1m sh -c "exit 7"; echo $?', '1\n7\n', ''],
  ['echo input | timeout 5 cat; timeout 5 seq 3 | tail -n 1', 'input\n3\n', ''],
  [
    'timeout 1 nosuch; echo $?',
    '127\n',
    'timeout: failed to run command ‘nosuch’: No such file or directory\n',
  ],
  [
    'timeout x ls; echo $?',
    '125\n',
    "timeout: invalid time interval ‘x’\nTry 'timeout --help' for more information.\n",
  ],
  [
    'timeout 1; echo $?',
    '125\n',
    "timeout: missing operand after '1'\nTry 'timeout --help' for more information.\n",
  ],
])('%s', async (line, stdout, stderr) => {
  expect(await runLine(line)).toEqual({ stdout, stderr, code: 0 });
});
