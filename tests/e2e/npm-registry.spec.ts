// npm in a real browser against a registry of the test's own: settings, scripts, changes of the tree, and what may go wrong
// in the middle of an install.

import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFixtureRegistry } from '../../worker/npm/testing/fixture-registry.ts';
import { expect, test, type Machine } from './machine.ts';

const build = { 'build.js': `require('fs').writeFileSync('built.txt', process.env.npm_lifecycle_event)` };
const registry = createFixtureRegistry({
  'lib@1.0.0': { dependencies: { leaf: '^1.0.0' }, scripts: { postinstall: 'node build.js' }, files: build },
  'lib@1.1.0': { dependencies: { leaf: '^1.0.0' }, bin: 'cli.js', files: { 'cli.js': '' } },
  'leaf@1.0.0': {},
  'leaf@1.2.0': {},
  'future@1.0.0': { engines: { node: '>=99' } },
  'late@1.0.0': { dependencies: { leaf: '^1.0.0' } },
  '@acme/secret@1.0.0': {},
});

/** The registry over HTTP, below /open/ for all and below /acme/ for who has the token. */
class RegistryServer {
  /** What is asked for and matches gets no answer until it is let go. */
  hold: RegExp | undefined;
  /** What matches is broken off. */
  dead: RegExp | undefined;
  #held: { readonly path: string; readonly answer: () => Promise<void> }[] = [];
  #whenHeld: () => void = () => {};

  private constructor(private readonly server: Server) {
    server.on('request', ({ url = '', method, headers }, response) => {
      const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
      for (const [name, value] of Object.entries(cors)) response.setHeader(name, value);
      const path = url.replace(/^\/(?:open|acme)\//, '');
      if (method === 'OPTIONS') response.end();
      else if (url.startsWith('/acme/') && headers.authorization !== 'Bearer s3cret')
        response.writeHead(401).end('{}');
      else if (this.dead?.test(path) === true) response.destroy();
      else if (this.hold?.test(path) === true) {
        this.#held.push({ path, answer: () => answer(path, response) });
        this.#whenHeld();
      } else void answer(path, response);
    });
  }

  static async start(): Promise<RegistryServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RegistryServer(server);
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when something waits for its answer. */
  async held(): Promise<void> {
    if (this.#held.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#whenHeld = resolve;
    });
  }

  async letGo(): Promise<void> {
    this.hold = undefined;
    await Promise.all(this.#held.splice(0).map((each) => each.answer()));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  const found = await registry.fetch(`${registry.url}${path}`, {});
  response.writeHead(found.status, { 'content-type': 'application/json' });
  response.end(Buffer.from(await found.arrayBuffer()));
}

/** node_modules, package.json and the lockfile, as far as an install that comes to nothing must leave them. */
async function state(machine: Machine): Promise<string> {
  const { stdout } = await machine.exec('sh', [
    '-c',
    'ls -aR node_modules; cat package.json package-lock.json',
  ]);
  return stdout;
}

test.use({ savesData: true });

test('npm obeys .npmrc, runs scripts, changes the tree, and leaves it as it was where something goes wrong', async ({
  machine,
}) => {
  const server = await RegistryServer.start();
  const { host } = new URL(server.url);
  const note = (name: string) => `echo ${name} >> log.txt`;
  await machine.project({
    'package.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      scripts: Object.fromEntries(
        ['preinstall', 'install', 'postinstall', 'prepare'].map((name) => [name, note(name)]),
      ),
      dependencies: { '@acme/secret': '1.0.0', future: '1.0.0' },
    }),
    '.npmrc': [
      `registry=${server.url}/open/`,
      `@acme:registry=${server.url}/acme/`,
      `//${host}/acme/:_authToken=\${TOKEN}`,
    ].join('\n'),
    linked: { 'package.json': JSON.stringify({ name: 'linked', version: '3.0.0' }) },
  });
  const npm = (line: string) => machine.exec('npm', line.split(' '), { env: { TOKEN: 's3cret' } });

  // Scripts of the project and of a dependency; engines; a scope's registry with its token, and no token for others.
  const first = await npm('install');
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).toMatch(/npm warn EBADENGINE[^]*future@1\.0\.0[^]*node: '>=99'/);
  expect(await machine.read('log.txt')).toBe('preinstall\ninstall\npostinstall\nprepare\n');
  expect((await npm('install lib@1.0.0 leaf@1.0.0')).code).toBe(0);
  expect(await machine.read('node_modules/lib/built.txt')).toBe('postinstall');
  const refused = await machine.exec('npm', ['view', '@acme/secret', 'version'], { env: { TOKEN: 'wrong' } });
  expect(refused.stderr).toMatch(/npm error code E401/);

  // Changes of the tree.
  expect((await npm('outdated')).stdout).toMatch(/^leaf +1\.0\.0 +1\.2\.0 [^]*^lib +1\.0\.0 +1\.1\.0 /m);
  expect((await npm('update lib')).stdout).toMatch(/changed 1 package/);
  expect(JSON.parse(await machine.read('node_modules/lib/package.json'))).toMatchObject({ version: '1.1.0' });
  expect((await npm('dedupe')).code).toBe(0);
  await machine.write(
    'package.json',
    (await machine.read('package.json')).replace(/,\s*"leaf": "[^"]*"/, ''),
  );
  await machine.exec('mkdir', ['node_modules/stray']);
  await machine.write('node_modules/stray/package.json', '{"name":"stray","version":"1.0.0"}');
  expect((await npm('prune')).stdout).toMatch(/removed 1 package/);
  expect((await npm('link ./linked')).code).toBe(0);
  const linked = await machine.exec('node', ['-p', `require('linked/package.json').version`]);
  expect(linked.stdout).toBe('3.0.0\n');
  expect(await npm('audit')).toMatchObject({ code: 1, stderr: expect.stringMatching(/audit/) });

  // A registry that dies half-way, and a Ctrl-C: nothing has changed.
  const before = await state(machine);
  server.dead = /late-.*tgz/;
  const broken = await npm('install late');
  expect(broken).toMatchObject({ code: 1, stderr: expect.stringMatching(/npm error network/) });
  expect(await state(machine)).toBe(before);
  server.dead = undefined;
  server.hold = /late-.*tgz/;
  await machine.shows(/❯/);
  await machine.type('export TOKEN=s3cret; npm install late; echo "code $?"\r');
  await server.held();
  await machine.type('\x03');
  await machine.shows(/code 130/);
  expect(await state(machine)).toBe(before);

  // A reload in the middle: the install goes on.
  await server.letGo();
  server.hold = /late-.*tgz/;
  await machine.type('clear; npm install late; echo "code $?"\r');
  await server.held();
  await machine.reload();
  await server.letGo();
  await machine.shows(/added 1 package[^]*code 0/);
  expect(JSON.parse(await machine.read('package.json'))).toMatchObject({ dependencies: { late: '^1.0.0' } });
  server.close();
});
