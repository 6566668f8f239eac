// Express 5, installed from the registry: time to the first response and requests a second, beside native Node.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeNode, startServer } from './native.mjs';

const manifest = JSON.stringify({ name: 'bench', private: true, dependencies: { express: '5.1.0' } });
const server = `const app = require('express')();
app.get('/', (request, response) => response.json({ hello: 'world' }));
app.listen(process.env.PORT || 3000, () => console.log('up'));
`;
/** Eight keep-alive clients for three seconds, from a process of their own; prints requests a second. */
const client = `const http = require('http');
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const end = Date.now() + 3000; let done = 0, open = 8;
const one = () => http.get({ agent, port: process.env.PORT || 3000, host: '127.0.0.1' }, (response) => { response.resume(); response.on('end', () => { done++; if (Date.now() < end) one(); else if (--open === 0) { console.log(done / 3); process.exit(0); } }); });
for (let i = 0; i < 8; i++) one();
`;

function nativeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-express-'));
  writeFileSync(join(folder, 'package.json'), manifest);
  writeFileSync(join(folder, 'server.js'), server);
  writeFileSync(join(folder, 'client.js'), client);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'ignore' });
  return folder;
}

async function installed(open) {
  const machine = await open();
  await machine.writeFiles({ 'package.json': manifest, 'server.js': server, 'client.js': client });
  const { code, output } = await machine.exec('npm', ['install']);
  if (code !== 0) throw new Error(`npm install failed: ${output}`);
  return machine;
}

export async function expressFirst({ open, runs }) {
  const machine = await installed(open);
  const folder = nativeFolder();
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    samples.push(
      await machine.page.evaluate(async () => {
        const { kernel } = window.holdfast;
        const started = performance.now();
        const child = await kernel.exec('node', ['server.js']);
        await new Promise((resolve) => kernel.subscribe(({ state }) => state.ports.length > 0 && resolve()));
        const first = await kernel.exec('curl', ['-s', 'http://localhost:3000/']);
        await first.exitCode;
        const ms = performance.now() - started;
        await child.kill('SIGKILL');
        await child.exitCode;
        return ms;
      }),
    );
    const native = await startServer('server.js', 34_567, folder);
    baseline.push(native.ms);
    native.stop();
  }
  await machine.close();
  rmSync(folder, { recursive: true, force: true });
  return { samples, baseline };
}

export async function expressRate({ open, runs }) {
  const machine = await installed(open);
  const folder = nativeFolder();
  await machine.page.evaluate(async () => {
    const { kernel } = window.holdfast;
    await kernel.exec('node', ['server.js']);
    await new Promise((resolve) => kernel.subscribe(({ state }) => state.ports.length > 0 && resolve()));
  });
  const native = await startServer('server.js', 34_568, folder);
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    const { code, output } = await machine.exec('node', ['client.js']);
    if (code !== 0) throw new Error(`the client failed: ${output}`);
    samples.push(Number(output));
    baseline.push(await nativeClient(folder, 34_568));
  }
  native.stop();
  await machine.close();
  rmSync(folder, { recursive: true, force: true });
  return { samples, baseline };
}

function nativeClient(folder, port) {
  return new Promise((resolve, reject) => {
    const child = spawn(nativeNode, ['client.js'], {
      cwd: folder,
      env: { ...process.env, PORT: String(port) },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', () => resolve(Number(output)));
  });
}
