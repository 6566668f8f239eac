// Serves dist/ until it is interrupted. `--port N` (default 4173), `--host H`.
import { fileURLToPath } from 'node:url';
import { registryBase } from './registry-base.mjs';
import { serveStatic } from './static-server.mjs';

const option = (name, fallback) => {
  const index = process.argv.indexOf(`--${name}`);
  return index === -1 ? fallback : (process.argv[index + 1] ?? fallback);
};

export async function serve() {
  const port = Number(option('port', process.env.PORT ?? '4173'));
  const options = {
    root: fileURLToPath(new URL('../dist', import.meta.url)),
    host: option('host', '127.0.0.1'),
    registry: registryBase(),
  };
  try {
    return await serveStatic({ ...options, port });
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    console.log(`Port ${port} is taken; another one is used.`);
    return serveStatic({ ...options, port: 0 });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve();
  console.log(`Holdfast is at ${url}`);
}
