import { describe, expect, it } from 'vitest';
import { createFixtureRegistry } from '../testing/fixture-registry.ts';
import { createMachine } from '../testing/machine.ts';
import { npmVersion, nodeVersion } from '../versions.ts';

const registry = createFixtureRegistry({
  'tool@1.0.0': { bin: { tool: 'cli.js', other: 'o.js' }, files: { 'cli.js': '' } },
  'tool@2.0.0': { bin: 'cli.js', files: { 'cli.js': '' } },
  'lib@1.0.0': { dependencies: { tool: '^1.0.0' } },
  'create-app@1.0.0': { bin: 'create.js', files: { 'create.js': '' } },
  'aliased@1.0.0': { bin: { one: 'cli.js', two: 'cli.js' } },
  'several@1.0.0': { bin: { one: 'a.js', two: 'b.js' } },
});

function setUp(manifest: object = {}) {
  const machine = createMachine({ fetch: registry.fetch, registry: registry.url });
  const text = JSON.stringify({ name: 'app', version: '1.0.0', ...manifest });
  machine.fs.writeFile('/home/project/package.json', text);
  return machine;
}

const scripts = { start: 'node x', build: 'echo hi', pretest: 'true', test: 'exit 3', posttest: 'never' };

describe('npm run', () => {
  it('runs pre, the script with its arguments, and post', async () => {
    const machine = setUp({ scripts: { prebuild: 'a', build: 'b', postbuild: 'c' } });
    expect(await machine.npm(['run', 'build', '--', '--flag', `it's`, '$x'])).toEqual({
      code: 0,
      stdout: `
> app@1.0.0 prebuild
> a


> app@1.0.0 build
> b --flag it's $x


> app@1.0.0 postbuild
> c

`,
      stderr: '',
    });
    expect(machine.spawned.map(({ argv }) => argv)).toEqual([
      ['sh', '-c', 'a'],
      ['sh', '-c', `b --flag 'it'\\''s' '$x'`],
      ['sh', '-c', 'c'],
    ]);
    expect(machine.spawned[1]).toMatchObject({
      cwd: '/home/project',
      stdio: [0, 1, 2].map((fd) => ({ kind: 'inherit', fd })),
      env: {
        INIT_CWD: '/home/project',
        PATH: '/home/project/node_modules/.bin:/home/node_modules/.bin:/node_modules/.bin:/usr/local/bin:/bin',
        npm_command: 'run',
        npm_config_user_agent: `npm/${npmVersion} node/v${nodeVersion} linux x64 workspaces/false`,
        npm_execpath: '/usr/local/bin/npm',
        npm_lifecycle_event: 'build',
        npm_lifecycle_script: 'b',
        npm_package_json: '/home/project/package.json',
        npm_package_name: 'app',
        npm_package_version: '1.0.0',
      },
    });
  });

  it('ends with the code of the script that failed', async () => {
    const machine = setUp({ scripts });
    machine.shell = (line) => ({ kind: 'exited', code: line === 'exit 3' ? 3 : 0 });
    expect(await machine.npm(['t'])).toEqual({
      code: 3,
      stdout: '\n> app@1.0.0 pretest\n> true\n\n\n> app@1.0.0 test\n> exit 3\n\n',
      stderr: '',
    });
  });

  it('ends by the signal that ended the script', async () => {
    const machine = setUp({ scripts });
    machine.shell = () => ({ kind: 'signaled', signal: 'SIGTERM' });
    expect((await machine.npm(['start'])).code).toBe(128);
  });

  it('lists scripts', async () => {
    expect((await setUp({ scripts }).npm(['run'])).stdout).toBe(`Lifecycle scripts included in app@1.0.0:
  start
    node x
  pretest
    true
  test
    exit 3
  posttest
    never
available via \`npm run\`:
  build
    echo hi
`);
  });

  it('names what is missing, and what may be meant', async () => {
    const machine = setUp({ scripts: { watcher: 'x' } });
    expect(await machine.npm(['run', 'nope'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `npm error Missing script: "nope"
npm error
npm error To see a list of scripts, run:
npm error   npm run
`,
    });
    expect((await machine.npm(['run', 'watchr'])).stderr).toBe(`npm error Missing script: "watchr"
npm error
npm error Did you mean this?
npm error   npm run watcher # run the "watcher" package script
npm error
npm error To see a list of scripts, run:
npm error   npm run
`);
    expect((await machine.npm(['run', 'nope', '--if-present'])).code).toBe(0);
    expect((await machine.npm(['start'])).stderr).toContain('npm error Missing script: "start"');
  });

  it('starts server.js where there is no start script', async () => {
    const machine = setUp();
    machine.fs.writeFile('/home/project/server.js', '');
    expect((await machine.npm(['start'])).stdout).toBe('\n> app@1.0.0 start\n> node server.js\n\n');
  });

  it('says where it looked for package.json', async () => {
    const machine = setUp();
    machine.fs.makeDirectories('/empty', 0o755);
    expect(await machine.npm(['run', 'x'], { cwd: '/empty' })).toEqual({
      code: 1,
      stdout: '',
      stderr: `npm error code ENOENT
npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/empty/package.json'
npm error enoent This is related to npm not being able to find a file.
npm error enoent
`,
    });
  });
});

describe('npx', () => {
  it('runs a command of the project', async () => {
    const machine = setUp();
    await machine.npm(['i', 'tool']);
    expect(await machine.npx(['tool', '--version', 'a b'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(machine.spawned.map(({ argv }) => argv)).toEqual([['sh', '-c', `tool --version 'a b'`]]);
  });

  it('fetches a package that is not installed, once, and runs its command', async () => {
    const machine = setUp();
    const warning = 'npm warn exec The following package was not found and will be installed: tool@2.0.0\n';
    expect(await machine.npx(['tool@2.0.0', 'x'])).toEqual({ code: 0, stdout: '', stderr: warning });
    const [request] = machine.spawned;
    expect(request?.argv).toEqual(['sh', '-c', 'tool x']);
    expect(request?.env['PATH']).toMatch(
      /^\/home\/\.npm\/_npx\/[0-9a-f]{16}\/node_modules\/\.bin:\/home\/project\/node_modules\/\.bin:/,
    );
    expect(await machine.npx(['tool@2.0.0'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(Object.keys(machine.tree('/home/project'))).toEqual(['package.json']);
  });

  it('of a package whose commands are all one program it runs the first', async () => {
    const machine = setUp();
    await machine.npx(['--yes', 'aliased@1.0.0', 'x']);
    expect(machine.spawned.map(({ argv }) => argv)).toEqual([['sh', '-c', 'one x']]);
    expect((await machine.npx(['--yes', 'several@1.0.0'])).stderr).toMatch(
      /could not determine executable to run/,
    );
  });

  it('npm init <name> runs create-<name>', async () => {
    const machine = setUp();
    await machine.npm(['init', 'app@latest', '--yes', '--', 'here']);
    expect(machine.spawned.map(({ argv }) => argv)).toEqual([['sh', '-c', 'create-app here']]);
  });
});

describe('npm ls', () => {
  it('shows what is installed, missing and invalid', async () => {
    const machine = setUp();
    expect((await machine.npm(['ls'])).stdout).toBe('app@1.0.0 /home/project\n└── (empty)\n\n');
    await machine.npm(['i', 'lib', 'tool@2']);
    expect((await machine.npm(['ls'])).stdout).toBe(
      'app@1.0.0 /home/project\n├── lib@1.0.0\n└── tool@2.0.0\n\n',
    );
    expect((await machine.npm(['ls', '--all'])).stdout).toBe(
      'app@1.0.0 /home/project\n├─┬ lib@1.0.0\n│ └── tool@1.0.0\n└── tool@2.0.0\n\n',
    );
    machine.fs.writeFile(
      '/home/project/package.json',
      '{"name":"app","version":"1.0.0","dependencies":{"lib":"2","tool":"2","gone":"1"}}',
    );
    expect(await machine.npm(['ls'])).toEqual({
      code: 1,
      stdout: `app@1.0.0 /home/project
├── lib@1.0.0 invalid: "2" from the root project
├── tool@2.0.0
└── UNMET DEPENDENCY gone@1

`,
      stderr: `npm error code ELSPROBLEMS
npm error missing: gone@1, required by app@1.0.0
npm error invalid: lib@1.0.0 /home/project/node_modules/lib
`,
    });
  });
});

describe('the small commands', () => {
  it.each([
    [['--version'], `${npmVersion}\n`],
    [['-v'], `${npmVersion}\n`],
    [['prefix'], '/home/project\n'],
    [['root'], '/home/project/node_modules\n'],
    [['config', 'get', 'registry'], 'http://registry.test/registry/\n'],
    [['version'], `{\n  app: '1.0.0',\n  npm: '${npmVersion}',\n  node: '${nodeVersion}'\n}\n`],
    [['view', 'tool', 'version'], '2.0.0\n'],
    [['view', 'tool@1.0.0', 'dist-tags.latest'], '2.0.0\n'],
  ])('npm %j', async (args, stdout) => {
    expect(await setUp().npm(args)).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('finds the project from a folder in it', async () => {
    const machine = setUp();
    machine.fs.makeDirectories('/home/project/src/deep', 0o755);
    expect((await machine.npm(['prefix'], { cwd: '/home/project/src/deep' })).stdout).toBe('/home/project\n');
  });

  it('refuses what it does not know, as npm does', async () => {
    expect(await setUp().npm(['frobnicate'])).toEqual({
      code: 1,
      stdout: 'Unknown command: "frobnicate"\n\nTo see a list of supported npm commands, run:\n  npm help\n',
      stderr: '',
    });
    expect((await setUp().npm(['intsall'])).stdout).toContain(
      '\n\nDid you mean this?\n  npm install # Install a package\n',
    );
  });

  it('npm outdated', async () => {
    const machine = setUp();
    await machine.npm(['i', 'tool@1']);
    expect(await machine.npm(['outdated'])).toEqual({
      code: 1,
      stdout: `Package  Current  Wanted  Latest  Location           Depended by
tool       1.0.0   1.0.0   2.0.0  node_modules/tool  project
`,
      stderr: '',
    });
  });

  it('takes settings from .npmrc, the environment and the command line, the nearer the stronger', async () => {
    const machine = setUp();
    const get = async (...args: string[]) => (await machine.npm(['config', 'get', 'tag', ...args])).stdout;
    expect(await get()).toBe('latest\n');
    await machine.npm(['config', 'set', 'tag', 'user']);
    expect(await get()).toBe('user\n');
    machine.fs.writeFile('/home/project/.npmrc', '; comment\ntag = ${TAG}\n//host/:_authToken=secret\n');
    expect((await machine.npm(['config', 'get', 'tag'], { env: { TAG: 'project' } })).stdout).toBe(
      'project\n',
    );
    expect((await machine.npm(['config', 'get', 'tag'], { env: { npm_config_tag: 'env' } })).stdout).toBe(
      'env\n',
    );
    expect(await get('--tag', 'cli')).toBe('cli\n');
    expect((await machine.npm(['config', 'get', '//host/:_authToken'])).code).toBe(1);
  });
});

describe('progress', () => {
  it('is one line on a terminal, and gone at the end', async () => {
    const { stderr, stdout } = await setUp().npm(['i', 'lib'], { tty: true });
    expect(stdout).toBe('\nadded 2 packages in 0ms\n');
    const lines = stderr.split('\r\u001b[2K');
    expect([lines[0], lines.at(-1)]).toEqual(['', '']);
    expect(lines.slice(1, -1).every((line) => line.startsWith('⠋ ') && !line.includes('\n'))).toBe(true);
  });
});
