const show = ({ count, pid }) => {
  document.getElementById('count').textContent = count;
  document.getElementById('pid').textContent = pid;
};

async function request(options) {
  const response = await fetch('/api/counter', options);
  show(await response.json());
}

for (const button of document.querySelectorAll('[data-step]')) {
  button.addEventListener('click', () =>
    request({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ step: Number(button.dataset.step) }),
    }),
  );
}

await request();
