import { describe, expect, it } from 'vitest';
import { SystemError } from '../../protocol/errno.ts';
import { setUp, writeManifest } from '../testing/project.ts';

/** Some bytes, and then the connection is gone. */
function brokenBody(): ReadableStream {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(3)),
    pull: (controller) => controller.error(new TypeError('network error')),
  });
}

describe('what goes wrong leaves the project as it was', () => {
  const failures: [string, (registry: ReturnType<typeof setUp>['registry']) => void, string[], string][] = [
    [
      'no such package',
      () => undefined,
      ['i', 'nothing'],
      `npm error code E404
npm error 404 Not Found - GET http://registry.test/registry/nothing - Not found
npm error 404
npm error 404  The requested resource 'nothing@*' could not be found or you do not have permission to access it.
npm error 404
npm error 404 Note that you can also install from a
npm error 404 tarball, folder, http url, or git url.
`,
    ],
    [
      'no such version',
      () => undefined,
      ['i', 'b@9'],
      `npm error code ETARGET
npm error notarget No matching version found for b@9.
npm error notarget In most cases you or one of your dependencies are requesting a package version that doesn't exist.
`,
    ],
    [
      'registry answers 500, three times',
      (registry) => {
        registry.intercept = () => new Response('', { status: 500 });
      },
      ['i', 'd'],
      'npm error code E500\nnpm error 500 Internal Server Error - GET http://registry.test/registry/d\n',
    ],
    [
      'registry down',
      (registry) => {
        registry.intercept = () => {
          throw new TypeError('Failed to fetch');
        };
      },
      ['i', 'd'],
      `npm error code ECONNREFUSED
npm error network request to http://registry.test/registry/d failed, reason: Failed to fetch
npm error network This is a problem related to network connectivity.
npm error network The registry did not answer, or does not allow requests from a web page (CORS).
npm error network Check that the server of this IDE is running and can reach the registry,
npm error network or set another one with: npm config set registry <url>
`,
    ],
    [
      'registry dies half-way',
      (registry) => {
        registry.intercept = (path) =>
          path.endsWith('.tgz') ? new Response('', { status: 503 }) : undefined;
      },
      ['i', 'd'],
      'npm error code E503\nnpm error 503 Service Unavailable - GET http://registry.test/registry/d/-/d-1.0.0.tgz\n',
    ],
    [
      'registry dies in the middle of an answer, three times',
      (registry) => {
        registry.intercept = (path) => (path.endsWith('.tgz') ? new Response(brokenBody()) : undefined);
      },
      ['i', 'd'],
      `npm error code ECONNRESET
npm error network Invalid response body while trying to fetch http://registry.test/registry/d/-/d-1.0.0.tgz: network error
npm error network This is a problem related to network connectivity.
`,
    ],
    [
      'no name',
      () => undefined,
      ['i', '.b'],
      `npm error code EINVALIDPACKAGENAME\nnpm error Invalid package name ".b" of package ".b": name cannot start with a period.\n`,
    ],
    [
      'git',
      () => undefined,
      ['i', 'user/repo'],
      `npm error code ENOGIT
npm error Cannot install user/repo.
npm error There is no git in the browser: install the package from the registry, or give the URL of a tarball.
`,
    ],
    [
      'offline',
      () => undefined,
      ['i', 'd', '--offline'],
      `npm error code ENOTCACHED\nnpm error request to http://registry.test/registry/d failed: cache mode is 'only-if-cached' but no cached response is available.\n`,
    ],
    [
      'global',
      () => undefined,
      ['i', '-g', 'b'],
      `npm error code ENOTSUP\nnpm error Global packages are not supported here: this machine is the project.\nnpm error Install into the project instead, and run its commands with npx or an npm script.\n`,
    ],
  ];
  it.each(failures)('%s', async (_title, arrange, args, stderr) => {
    const { registry, machine } = setUp();
    await machine.npm(['i', '@s/c']);
    const before = machine.tree('/home/project');
    arrange(registry);
    machine.now += 3_600_000;
    expect(await machine.npm(args)).toEqual({ code: 1, stdout: '', stderr });
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('an install that was killed half-way is made good by the next', async () => {
    const { machine } = setUp();
    await machine.npm(['i', 'b@1']);
    const { fs } = machine;
    // As a kill between mounting and saving leaves it.
    fs.rename('/home/project/node_modules/b', '/home/project/node_modules/.b-retired');
    fs.makeDirectories('/home/project/node_modules/b', 0o755);
    fs.writeFile('/home/project/node_modules/b/package.json', '{"name":"b","version":"2.0.0"}');
    fs.unlink('/home/project/node_modules/.package-lock.json');
    expect((await machine.npm(['i'])).stdout).toBe('\nchanged 1 package in 0ms\n');
    expect(Object.keys(machine.tree('/home/project/node_modules'))).toEqual([
      '.package-lock.json',
      'b/index.js',
      'b/package.json',
    ]);
  });

  it('retries what may pass', async () => {
    const { registry, machine } = setUp();
    let failures = 2;
    registry.intercept = () => (failures-- > 0 ? new Response('', { status: 502 }) : undefined);
    expect((await machine.npm(['i', 'b'])).code).toBe(0);
  });

  it('goes on where the registry broke off once', async () => {
    const { registry, machine } = setUp();
    let broken = false;
    registry.intercept = (path) => {
      if (broken || !path.endsWith('.tgz')) return undefined;
      broken = true;
      return new Response(brokenBody());
    };
    expect((await machine.npm(['i', 'd'])).code).toBe(0);
    expect(broken).toBe(true);
  });

  it('EINTEGRITY: a tarball that is not what the lockfile says', async () => {
    const { registry, machine } = setUp();
    const wrong = `sha512-${'A'.repeat(86)}==`;
    machine.fs.writeFile(
      '/home/project/package-lock.json',
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': { dependencies: { b: '1' } },
          'node_modules/b': {
            version: '1.0.0',
            resolved: 'https://upstream.test/b/-/b-1.0.0.tgz',
            integrity: wrong,
          },
        },
      }),
    );
    writeManifest(machine, { name: 'app', version: '1.0.0', dependencies: { b: '1' } });
    const { code, stderr } = await machine.npm(['ci']);
    const got = registry.integrity('b@1.0.0');
    const size = String(
      (await (await registry.fetch(`${registry.url}b/-/b-1.0.0.tgz`, {})).arrayBuffer()).byteLength,
    );
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `npm error code EINTEGRITY\nnpm error ${wrong} integrity checksum failed when using sha512: wanted ${wrong} but got ${got}. (${size} bytes)\n`,
    });
    expect(machine.fs.tryStat('/home/project/node_modules')).toBeUndefined();
  });

  it('ENOSPC: the storage of the browser is full', async () => {
    let full = false;
    const packs = {
      get: () => Promise.resolve(new Map<string, never>()),
      put: async () => {
        if (full) throw new DOMException('full', 'QuotaExceededError');
      },
      describe: async () => undefined,
    };
    const { machine } = setUp({}, { packs });
    await machine.npm(['i', '@s/c']);
    const before = machine.tree('/home/project');
    full = true;
    expect(await machine.npm(['i', 'd'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `npm error code ENOSPC
npm error nospc no space left: the browser's storage for this site is full
npm error nospc There appears to be insufficient space on your system to finish.
npm error nospc Clear up some disk space and try again.
`,
    });
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('ENOSPC: the disk of the machine is full when node_modules is written', async () => {
    const { machine } = setUp();
    await machine.npm(['i', 'b@1']);
    const before = machine.tree('/home/project');
    const symlink = machine.fs.symlink.bind(machine.fs);
    machine.fs.symlink = (target, path) => {
      if (path.includes('node_modules')) throw new SystemError('ENOSPC', 'symlink', target, path);
      symlink(target, path);
    };
    const run = await machine.npm(['i', 'a', 'd']);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('npm error code ENOSPC\n');
    expect(run.stderr).toContain('npm error nospc Clear up some disk space and try again.\n');
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('Ctrl-C while an install script runs: 130, and nothing changed', async () => {
    const { machine } = setUp({ 'slow@1.0.0': { scripts: { postinstall: 'sleep 100' } } });
    await machine.npm(['i', 'b@1']);
    const before = machine.tree('/home/project');
    let interrupt: () => void = () => undefined;
    machine.shell = () => {
      // The terminal sends it to the whole foreground group.
      interrupt();
      return { kind: 'signaled', signal: 'SIGINT' };
    };
    const run = await machine.npm(['i', 'slow', 'b@2'], {
      onStart: ({ signal }) => {
        interrupt = () => signal('SIGINT');
      },
    });
    expect(run).toEqual({ code: 130, stdout: '', stderr: '' });
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('Ctrl-C while tarballs are fetched: 130, and nothing changed', async () => {
    const { registry, machine } = setUp();
    await machine.npm(['i', 'b@1']);
    const before = machine.tree('/home/project');
    let interrupt: () => void = () => undefined;
    registry.intercept = (path) => {
      if (path.endsWith('.tgz')) interrupt();
      return undefined;
    };
    const run = await machine.npm(['i', 'a', 'b@2'], {
      onStart: ({ signal }) => {
        interrupt = () => signal('SIGINT');
      },
    });
    expect(run).toEqual({ code: 130, stdout: '', stderr: '' });
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('EJSONPARSE: package.json that is not JSON', async () => {
    const { machine } = setUp();
    const text = '{\n  "name": "x",\n  "scripts": { "start": "node a" },,\n}\n';
    machine.fs.writeFile('/home/project/package.json', text);
    for (const args of [['i', 'b'], ['run', 'start'], ['ci'], ['rm', 'b']]) {
      expect(await machine.npm(args)).toEqual({
        code: 1,
        stdout: '',
        stderr: `npm error code EJSONPARSE
npm error JSON.parse Invalid package.json: JSONParseError: Expected double-quoted property name in JSON at position 52 while parsing near "...\\"start\\": \\"node a\\" },,\\n}\\n"
npm error JSON.parse Failed to parse JSON data.
npm error JSON.parse Note: package.json must be actual JSON, not just JavaScript.
`,
      });
    }
    expect(machine.tree('/home/project')).toEqual({ 'package.json': text });
  });
});
