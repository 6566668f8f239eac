setTimeout((a, b) => console.log(a, b), 1, 'x', { y: 1 });
const t = setTimeout(() => console.log('refreshed'), 5); t.refresh();
console.log(typeof t[Symbol.toPrimitive](), t.constructor.name);
