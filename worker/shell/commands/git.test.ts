import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FakeMachine } from '../testing/fake-machine.ts';
import { runLine, type Outcome } from '../testing/run-line.ts';

const env = {
  GIT_AUTHOR_NAME: 'A U Thor',
  GIT_AUTHOR_EMAIL: 'a@e.com',
  GIT_COMMITTER_NAME: 'C O Mitter',
  GIT_COMMITTER_EMAIL: 'c@e.com',
  GIT_AUTHOR_DATE: '1700000000 +0100',
  GIT_COMMITTER_DATE: '1700000000 +0100',
  TZ: 'UTC',
};

/** Stdout, then stderr behind `! `, then the exit code; `%` is where the last line has no newline. */
function shown({ stdout, stderr, code }: Outcome): string {
  const out = stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}%\n`;
  const errors = stderr.replace(/^(?=[^]+)/gm, '! ');
  return `${out}${errors}${code === 0 ? '' : `[${String(code)}]\n`}`;
}

// Recorded of git 2.39: each line is run in the same folder, and says what git said.
test.each(['everyday', 'details', 'branches', 'clones'])('%s: says what git says', async (name) => {
  const recorded = readFileSync(new URL(`git/recorded/${name}.txt`, import.meta.url), 'utf8');
  const machine = new FakeMachine();
  machine.fs.makeDirectories('/home/w', 0o755);
  for (const part of recorded.split(/^\$ /m).slice(1)) {
    const line = part.slice(0, part.indexOf('\n'));
    const outcome = await runLine(line, { cwd: '/home/w', env }, machine);
    expect(`$ ${line}\n${shown(outcome)}`).toBe(`$ ${part}`);
  }
});

test('what is not here says so, and a slip of the finger is understood', async () => {
  expect(await runLine('git rebase')).toEqual({
    stdout: '',
    stderr: "git: 'rebase' is not available in Holdfast. See 'git --help'.\n",
    code: 1,
  });
  expect((await runLine('git sttaus')).stderr).toBe(
    "git: 'sttaus' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tstatus\n",
  );
});

test('nobody is made up where nobody is configured', async () => {
  const { stderr, code } = await runLine('git init -q && git commit --allow-empty -m x');
  expect(code).toBe(128);
  expect(stderr).toContain('Author identity unknown\n\n*** Please tell me who you are.\n');
});
