const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

async function visit() {
  const response = await fetch('/api/visits');
  const { visits, pid, uptime } = await response.json();
  show('visits', visits);
  show('pid', pid);
  show('uptime', `${Math.round(uptime)} s`);
}

document.getElementById('again').addEventListener('click', visit);
await visit();
