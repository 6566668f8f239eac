import express from 'express';

const app = express();
const port = Number(process.env.PORT ?? 3000);

// In memory only. It survives a reload of the IDE, because the process does.
let count = 0;

app.use(express.json());
app.use(express.static('public'));

app.get('/api/counter', (request, response) => {
  response.json({ count, pid: process.pid });
});

app.post('/api/counter', (request, response) => {
  const step = Number(request.body?.step ?? 1);
  if (!Number.isInteger(step)) {
    response.status(400).json({ error: 'step must be a whole number' });
    return;
  }
  count += step;
  response.json({ count, pid: process.pid });
});

app.listen(port, () => {
  console.log(`Express is listening on http://localhost:${port}`);
});
