import { readFileSync } from 'node:fs';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';

let count = 0;
const router = new Router();

router.get('/', (ctx) => {
  ctx.type = 'html';
  ctx.body = readFileSync('page.html', 'utf8');
});
router.get('/api/counter', (ctx) => {
  ctx.body = { count };
});
router.post('/api/counter', (ctx) => {
  count += ctx.request.body.step ?? 1;
  ctx.body = { count };
});

new Koa()
  .use(bodyParser())
  .use(router.routes())
  .use(router.allowedMethods())
  .listen(3000, () => console.log('Koa on http://localhost:3000'));
