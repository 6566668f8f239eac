let n = 0;
const t = setInterval(() => { console.log('i', ++n); if (n === 3) clearInterval(t); }, 1);
