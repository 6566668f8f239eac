const e = new TypeError('bad'); e.code = 'E_BAD'; e.info = { a: [1, 2] };
throw e;
