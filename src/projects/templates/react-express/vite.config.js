import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';

const api = 3001;

/** The page shall not be there before its API. */
async function listening(port) {
  const open = await new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.end());
  });
  if (open) return;
  await setTimeout(100);
  await listening(port);
}

export default defineConfig(async ({ command, isPreview }) => {
  if (command === 'serve' && !isPreview) await listening(api);
  return {
    plugins: [react()],
    server: { proxy: { '/api': `http://localhost:${api}` } },
  };
});
