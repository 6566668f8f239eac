import express from 'express';

let count = 0;
const app = express();
app.use(express.json());
app.use(express.static('dist'));

app.get('/api/counter', (request, response) => response.json({ count }));
app.post('/api/counter', (request, response) => {
  count += request.body.step ?? 1;
  response.json({ count });
});

app.listen(3000, () => console.log('API on http://localhost:3000'));
