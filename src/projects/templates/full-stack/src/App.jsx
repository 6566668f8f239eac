import { useEffect, useState } from 'react';

async function ask(step) {
  const response = await fetch(
    '/api/counter',
    step && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ step }),
    },
  );
  return (await response.json()).count;
}

export default function App() {
  const [count, setCount] = useState('…');
  useEffect(() => {
    ask().then(setCount);
  }, []);
  return (
    <main>
      <h1>Hello, full stack</h1>
      <p>The count lives in Express, the page in React.</p>
      <button onClick={() => ask(1).then(setCount)}>count is {count}</button>
    </main>
  );
}
