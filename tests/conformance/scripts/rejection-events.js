process.on('unhandledRejection', (r, p) => { console.log('unhandled', r.message, p instanceof Promise); setTimeout(() => p.catch(() => console.log('late')), 1); });
process.on('rejectionHandled', (p) => console.log('handled', p instanceof Promise));
Promise.reject(new Error('r'));
