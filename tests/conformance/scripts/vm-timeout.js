const vm = require('vm');
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
attempt('new context', () => vm.runInNewContext('while (true) {}', {}, { timeout: 20 }));
attempt('this context', () => vm.runInThisContext('for (;;) {}', { timeout: 20 }));
attempt('a loop that counts', () => vm.runInNewContext('for (let i = 0; i < 1e15; i++) n += i', { n: 0 }, { timeout: 20 }));
attempt('behind a catch', () => vm.runInNewContext('for (;;) { try { for (;;) {} } catch {} }', {}, { timeout: 20 }));
attempt('in a function', () => vm.runInNewContext('(function f() { do {} while (1) })()', {}, { timeout: 20 }));
attempt('in time', () => vm.runInNewContext('let n = 0; for (const x of [1, 2, 3]) n += x; n', {}, { timeout: 5000 }));
attempt('its own error', () => vm.runInNewContext('throw new TypeError("own")', {}, { timeout: 5000 }));
attempt('bad', () => vm.runInNewContext('1', {}, { timeout: -5 }));
