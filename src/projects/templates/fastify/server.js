import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

let count = 0;
const app = Fastify({ logger: true });

app.get('/', (request, reply) => reply.type('text/html').send(readFileSync('page.html', 'utf8')));
app.get('/api/counter', () => ({ count }));
app.post(
  '/api/counter',
  { schema: { body: { type: 'object', properties: { step: { type: 'integer', default: 1 } } } } },
  (request) => {
    count += request.body.step;
    return { count };
  },
);

await app.listen({ port: 3000 });
