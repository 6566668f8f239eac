// `npm run dev`: the same as start, with hot reload, for our own development.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync(process.execPath, ['tools/node-lib/generate.mjs'], {
  stdio: 'inherit',
  cwd: root,
});
if (status !== 0) process.exit(status ?? 1);
const server = await createServer({ root });
await server.listen();
server.printUrls();
