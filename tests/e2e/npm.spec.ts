// npm's own dialogues at the prompt.

import { expect, test } from './machine.ts';

test.use({ savesData: true });

test('npm init asks its questions at the prompt, and Ctrl-C cancels them', async ({ machine }) => {
  await machine.project({}, 'asked');
  await machine.shows(/❯/);
  await machine.type('npm init\r');
  await machine.shows(/package name: \(asked\) $/m);
  await machine.type('\x03');
  await machine.shows(/npm warn init canceled/);
  await machine.type('clear && npm init\r');
  await machine.shows(/package name: \(asked\) $/m);
  // Typed ahead, as a person does who knows the questions: a refused name, then a good one, and empty lines.
  await machine.type('No Good\rgood\r\r\r\r\r\r\r\r\r\r\r');
  await machine.shows(/Sorry, name can only contain URL-friendly characters[^]*Is this OK\? \(yes\)[^]*❯/);
  expect(JSON.parse(await machine.read('package.json'))).toMatchObject({ name: 'good', version: '1.0.0' });
});
