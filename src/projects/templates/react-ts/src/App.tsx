import { useState } from 'react';

interface Greeting {
  readonly name: string;
}

function Title({ name }: Greeting) {
  return <h1>Hello, {name}</h1>;
}

export default function App() {
  const [count, setCount] = useState(0);
  return (
    <main>
      <Title name="React and TypeScript" />
      <p>
        Edit <code>src/App.tsx</code> and save: the count stays.
      </p>
      <button onClick={() => setCount((n) => n + 1)}>count is {count}</button>
    </main>
  );
}
