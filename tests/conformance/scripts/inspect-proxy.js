const util = require('util'); const p = new Proxy({ a: 1 }, { get: () => 'trap' });
console.log(p, util.inspect(p, { showProxy: true }), util.types.isProxy(p), util.inspect(new Proxy(function f() {}, {}), { showProxy: 1 }), Proxy.length, Proxy.name);
const r = Proxy.revocable([], {}); r.revoke(); console.log(util.inspect(r.proxy, { showProxy: true }));
