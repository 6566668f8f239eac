setTimeout(() => console.log('never'), 1000).unref();
setTimeout(() => console.log('once'), 5);
const t = setTimeout(() => {}, 10); console.log(t.hasRef(), t.unref().hasRef(), t.ref().hasRef());
