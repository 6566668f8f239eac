import { useEffect, useState } from 'react';

export default function App() {
  const [notes, setNotes] = useState([]);
  const [text, setText] = useState('');
  const [error, setError] = useState('');

  async function ask(options) {
    const response = await fetch('/api/notes', options);
    const answer = await response.json().catch(() => ({ error: `The API answered ${response.status}.` }));
    if (response.ok) setNotes(answer);
    setError(response.ok ? '' : answer.error);
    return response.ok;
  }

  useEffect(() => {
    ask();
  }, []);

  async function add(event) {
    event.preventDefault();
    const body = JSON.stringify({ text });
    const headers = { 'content-type': 'application/json' };
    if (await ask({ method: 'POST', headers, body })) setText('');
  }

  return (
    <main>
      <h1>React and Express</h1>
      <p>
        Edit <code>src/App.jsx</code> or <code>server/notes.js</code>.
      </p>
      <ul>
        {notes.map(({ id, text: note }) => (
          <li key={id}>{note}</li>
        ))}
      </ul>
      <form onSubmit={add}>
        <input aria-label="Note" value={text} onChange={(event) => setText(event.target.value)} />
        <button>Add</button>
      </form>
      <p role="alert">{error}</p>
    </main>
  );
}
