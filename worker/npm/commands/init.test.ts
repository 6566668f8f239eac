// Recorded from npm 11.19.1 on the same folders.
import { describe, expect, it } from 'vitest';
import { createFixtureRegistry } from '../testing/fixture-registry.ts';
import { createMachine, type TestMachine } from '../testing/machine.ts';

const registry = createFixtureRegistry({});

function setUp(files: Readonly<Record<string, string>> = {}): TestMachine {
  const machine = createMachine({ fetch: registry.fetch, registry: registry.url, project: '/home/init1' });
  for (const [path, text] of Object.entries(files)) {
    const full = `/home/init1/${path}`;
    machine.fs.makeDirectories(full.slice(0, full.lastIndexOf('/')), 0o755);
    machine.fs.writeFile(full, text);
  }
  return machine;
}

const read = (machine: TestMachine): string =>
  new TextDecoder().decode(machine.fs.readFile('/home/init1/package.json'));

const introduction = `This utility will walk you through creating a package.json file.
It only covers the most common items, and tries to guess sensible defaults.

See \`npm help init\` for definitive documentation on these fields and exactly what they do.

Use \`npm install <pkg>\` afterwards to install a package and save it as a dependency in the package.json file.

Press ^C at any time to quit.
`;
const questions = [
  'package name: (init1) ',
  'version: (1.0.0) ',
  'description: ',
  'entry point: (index.js) ',
  'test command: ',
  'git repository: ',
  'keywords: ',
  'author: ',
  'license: (ISC) ',
  'type: (commonjs) ',
].join('');

describe('npm init -y', () => {
  it('takes the defaults', async () => {
    const machine = setUp();
    const { stdout, code } = await machine.npm(['init', '-y']);
    const text = `{
  "name": "init1",
  "version": "1.0.0",
  "description": "",
  "main": "index.js",
  "scripts": {
    "test": "echo \\"Error: no test specified\\" && exit 1"
  },
  "keywords": [],
  "author": "",
  "license": "ISC",
  "type": "commonjs"
}
`;
    expect(code).toBe(0);
    expect(stdout).toBe(`Wrote to /home/init1/package.json:\n\n${text}\n\n`);
    expect(read(machine)).toBe(text);
  });

  it('knows the folder: directories, installed packages, a test runner', async () => {
    const machine = setUp({
      'lib/x.js': '',
      'test/x.js': '',
      'node_modules/ms/package.json': '{"version":"1.2.3"}',
      'node_modules/mocha/package.json': '{"version":"9.0.0"}',
    });
    await machine.npm(['init', '-y']);
    expect(JSON.parse(read(machine))).toEqual({
      ...{ name: 'init1', version: '1.0.0', description: '', main: 'index.js' },
      directories: { lib: 'lib', test: 'test' },
      dependencies: { ms: '^1.2.3' },
      devDependencies: { mocha: '^9.0.0' },
      scripts: { test: 'mocha' },
      ...{ keywords: [], author: '', license: 'ISC', type: 'commonjs' },
    });
  });

  it('completes what is there, in its own order and layout', async () => {
    const machine = setUp({ 'package.json': '{"type":"module","dependencies":{"a":"1"}, "name":"@x/y"}' });
    await machine.npm(['init', '-y']);
    expect(read(machine)).toBe(
      '{"type":"module","dependencies":{"a":"1"},"name":"@x/y","version":"1.0.0","description":"","main":"index.js",' +
        '"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"},"keywords":[],"author":"","license":"ISC"}',
    );
  });
});

describe('npm init', () => {
  it('asks, an empty line takes what is proposed, and nothing is written without a yes', async () => {
    const machine = setUp();
    const { stdout, code } = await machine.npm(['init'], { tty: true, input: '\n\n\n\n\n\n\n\n\n\nno\n' });
    expect(code).toBe(0);
    expect(stdout).toBe(`${introduction}${questions}About to write to /home/init1/package.json:

{
  "name": "init1",
  "version": "1.0.0",
  "description": "",
  "main": "index.js",
  "scripts": {
    "test": "echo \\"Error: no test specified\\" && exit 1"
  },
  "author": "",
  "license": "ISC",
  "type": "commonjs"
}


Is this OK? (yes) Aborted.
`);
    expect(machine.fs.tryStat('/home/init1/package.json')).toBeUndefined();
  });

  it('writes the answers in npm’s order, and asks again what cannot be', async () => {
    const machine = setUp();
    const answers = [
      'My Pkg',
      'my-pkg',
      'one',
      '1.2.0',
      'some words',
      'app.js',
      'vitest',
      'me/mine',
      'a, b c',
      'Me',
      'NO!',
    ];
    const { stdout } = await machine.npm(['init'], {
      tty: true,
      input: `${[...answers, 'MIT', 'module', ''].join('\n')}\n`,
    });
    expect(stdout).toContain(
      'Sorry, name can only contain URL-friendly characters and name can no longer contain capital letters.\n',
    );
    expect(stdout).toContain('Invalid version: "one"\nversion: (1.0.0) ');
    expect(stdout).toContain('Sorry, license should be a valid SPDX license expression\n');
    expect(read(machine)).toBe(`{
  "name": "my-pkg",
  "version": "1.2.0",
  "description": "some words",
  "keywords": [
    "a",
    "b",
    "c"
  ],
  "homepage": "https://github.com/me/mine#readme",
  "bugs": {
    "url": "https://github.com/me/mine/issues"
  },
  "repository": {
    "type": "git",
    "url": "git+https://github.com/me/mine.git"
  },
  "license": "MIT",
  "author": "Me",
  "type": "module",
  "main": "app.js",
  "scripts": {
    "test": "vitest"
  }
}
`);
  });

  it('the end of the input and a Ctrl-C cancel it', async () => {
    const machine = setUp();
    expect(await machine.npm(['init'], { tty: true, input: 'name\n' })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('canceled') as string,
    });
    expect(machine.fs.tryStat('/home/init1/package.json')).toBeUndefined();
  });
});
