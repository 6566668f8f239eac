import { useState } from 'preact/hooks';

export function App() {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>Hello, Preact</h1>
      <p>
        Edit <code>src/app.jsx</code> and save: the count stays.
      </p>
      <button onClick={() => setCount((n) => n + 1)}>count is {count}</button>
    </main>
  );
}
