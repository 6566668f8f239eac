import express from 'express';
import { notes } from './notes.js';

const app = express();
const port = Number(process.env.PORT ?? 3001);

app.use(express.json());

app.get('/api/notes', (request, response) => {
  response.json(notes);
});

app.post('/api/notes', (request, response) => {
  const text = String(request.body?.text ?? '').trim();
  if (text === '') {
    response.status(400).json({ error: 'A note needs some text.' });
    return;
  }
  notes.push({ id: notes.length + 1, text });
  response.status(201).json(notes);
});

// After `npm run build` the page comes from here too: `npm start` needs no Vite.
app.use(express.static('dist'));

app.get('/', (request, response) => {
  response.send('<p>This is the API. While you develop, the page comes from Vite.</p>');
});

app.listen(port, () => {
  console.log(`The API listens on port ${port}.`);
});
