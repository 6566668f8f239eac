import './style.css';

let count = 0;
document.querySelector('#app').innerHTML = `
  <main class="grid min-h-dvh place-items-center bg-slate-50 text-slate-800 dark:bg-slate-900 dark:text-slate-100">
    <div class="text-center">
      <h1 class="text-4xl font-bold tracking-tight">Hello, Tailwind</h1>
      <p class="my-4">Edit <code>src/main.js</code> and save.</p>
      <button class="rounded-xl bg-sky-600 px-5 py-2.5 font-semibold text-white hover:bg-sky-700"></button>
    </div>
  </main>
`;

const button = document.querySelector('button');
const show = () => (button.textContent = `count is ${count}`);
button.addEventListener('click', () => {
  count++;
  show();
});
show();
