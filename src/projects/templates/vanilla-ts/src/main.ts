import { counter } from './counter.ts';
import './style.css';

document.querySelector('#app')!.innerHTML = `
  <main>
    <h1>Hello, TypeScript</h1>
    <p>Edit <code>src/main.ts</code> and save.</p>
    <button></button>
  </main>
`;

counter(document.querySelector('button')!);
