import { useState } from 'react';

export default function App() {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>Hello, React</h1>
      <p>
        Edit <code>src/App.jsx</code> and save: the count stays.
      </p>
      <button onClick={() => setCount((n) => n + 1)}>count is {count}</button>
    </main>
  );
}
