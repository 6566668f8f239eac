console.log(Promise.resolve(1), new Promise(() => {}), Promise.resolve({ a: 1 }), (() => { const p = Promise.reject(new Error('q')); p.catch(() => {}); return p; })().constructor.name);
