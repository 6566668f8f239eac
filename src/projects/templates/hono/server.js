import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

let count = 0;
const app = new Hono();

app.get('/', (c) => c.html(readFileSync('page.html', 'utf8')));
app.get('/api/counter', (c) => c.json({ count }));
app.post('/api/counter', async (c) => {
  const { step = 1 } = await c.req.json();
  count += step;
  return c.json({ count });
});

serve({ fetch: app.fetch, port: 3000 }, ({ port }) => console.log(`Hono on http://localhost:${port}`));
