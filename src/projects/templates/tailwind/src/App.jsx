import { useState } from 'react';

export default function App() {
  const [count, setCount] = useState(0);
  return (
    <main className="grid min-h-dvh place-items-center bg-slate-50 text-slate-900 dark:bg-slate-900 dark:text-slate-50">
      <div className="max-w-xl p-8 text-center">
        <h1 className="text-4xl font-bold tracking-tight">Hello, Tailwind</h1>
        <p className="my-4">
          Edit the classes in <code className="rounded bg-slate-500/15 px-1.5 py-0.5">src/App.jsx</code> and
          save: the count stays.
        </p>
        <button
          className="cursor-pointer rounded-xl bg-indigo-600 px-5 py-2.5 font-semibold text-white hover:bg-indigo-700"
          onClick={() => setCount((n) => n + 1)}
        >
          count is {count}
        </button>
      </div>
    </main>
  );
}
