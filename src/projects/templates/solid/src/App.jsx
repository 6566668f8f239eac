import { createSignal } from 'solid-js';

export default function App() {
  const [count, setCount] = createSignal(0);
  return (
    <main>
      <h1>Hello, Solid</h1>
      <p>
        Edit <code>src/App.jsx</code> and save.
      </p>
      <button onClick={() => setCount((n) => n + 1)}>count is {count()}</button>
    </main>
  );
}
