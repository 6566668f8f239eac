// Calls that block (docs/adr/0013), where what they stand on comes and goes: terminal, service worker, tab.

import { appUrl, expect, Machine, test } from './machine.ts';

test('a child of execSync has the terminal while its parent is blocked, and ^C ends both', async ({
  machine,
}) => {
  await machine.project({
    'ask.js': `
      process.stdin.on('data', (data) => console.log('parent read ' + data));
      const answer = require('child_process').execSync('read x; echo "got $x"', { stdio: ['inherit', 'pipe', 'inherit'] });
      console.log('answer: ' + answer);
      require('child_process').execSync('echo waiting; sleep 1000', { stdio: 'inherit' });
    `,
    'prompt.js': `
      const buffer = Buffer.alloc(100);
      process.stdout.write('name? ');
      console.log('hello ' + buffer.toString('utf8', 0, require('fs').readSync(0, buffer)));
      require('fs').readSync(0, buffer);
    `,
  });
  await machine.shows(/\$ $|❯ $/m);
  await machine.type('node ask.js\r');
  // The child reads, not the parent, which listens on the same terminal.
  await expect
    .poll(async () => (await machine.processes()).some(({ command }) => command.includes('read x')))
    .toBe(true);
  await machine.type('typed\r');
  await machine.shows(/answer: got typed[^]*waiting/);
  await machine.type('\x03');
  await expect.poll(async () => (await machine.processes()).map(({ command }) => command)).toHaveLength(1);
  await machine.type('node prompt.js\r');
  await machine.shows(/name\? $/m);
  await machine.type('ada\r');
  await machine.shows(/hello ada/);
  await machine.type('\x03');
  await expect.poll(async () => (await machine.processes()).map(({ command }) => command)).toHaveLength(1);
});

test('a blocked process outlives a stop of the service worker, and the only tab', async ({
  machine,
  context,
}) => {
  await machine.project({
    'wait.js': `
      const { execSync } = require('child_process');
      const fs = require('fs');
      execSync('while ! test -e go; do sleep 0.1; done');
      fs.writeFileSync('done.txt', 'pid ' + process.pid + ', ' + execSync('echo and on'));
    `,
  });
  await machine.type('node wait.js\r');
  // Its child runs: it is blocked, and not still loading.
  await expect
    .poll(async () => (await machine.processes()).some(({ command }) => command.includes('test -e go')))
    .toBe(true);
  const waiting = (await machine.processes()).find(({ command }) => command === 'node wait.js');
  const cdp = await context.newCDPSession(machine.page);
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  const url = machine.page.url();
  await machine.page.close();
  const again = new Machine(await context.newPage());
  await again.page.goto(url === '' ? appUrl() : url);
  await again.ready();
  await again.write('go', '');
  // The browser sends a call again that was in flight when the service worker was stopped: some seconds later.
  await expect
    .poll(() => again.read('done.txt').catch(() => ''), { timeout: 60_000 })
    .toBe(`pid ${waiting?.pid}, and on\n`);
});

test('of many processes that take a lock at once, one gets it', async ({ machine }) => {
  await machine.project({
    'take.js': `
      const fs = require('fs');
      for (let round = 0; round < 5; round++) {
        const won = [];
        for (const take of [
          () => fs.closeSync(fs.openSync('excl' + round, 'wx')),
          () => fs.mkdirSync('dir' + round + '.lock'),
          () => fs.renameSync('job' + round, 'claimed-' + round + '-' + process.pid),
        ]) try { take(); won.push('won'); } catch (error) { won.push(error.code); }
        console.log(round, won.join());
      }
    `,
    ...Object.fromEntries([0, 1, 2, 3, 4].map((round) => [`job${round}`, ''])),
  });
  const { stdout } = await machine.exec('jsh', ['-c', 'node take.js & node take.js & node take.js & wait']);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(15);
  for (const index of [0, 1, 2])
    for (const round of [0, 1, 2, 3, 4]) {
      const outcomes = lines
        .filter((line) => line.startsWith(`${round} `))
        .map((line) => line.slice(2).split(',')[index]);
      const lost = index === 2 ? 'ENOENT' : 'EEXIST';
      expect(outcomes.sort()).toEqual([lost, lost, 'won']);
    }
});
