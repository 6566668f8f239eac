class A { constructor() { this.x = 1; } get y() { return 2; } #p = 3; static z = 1; } class B extends A { constructor() { super(); this.self = this; } }
console.log(new A(), new B(), A, B, class {}, Object.assign(() => {}, { k: 1 }), new (class extends Array {})(3), new (class X extends Map {})([[1, 2]]));
console.log({ get a() { return 1; }, set a(v) {}, get b() { return 1; }, set c(v) {} }, async () => {}, function* g() {}, async function* ag() {}, (function () { return arguments; })(1, 2));
console.log([new Number(3), new String('s'), new Boolean(false), Object(Symbol('q')), Object(1n)], globalThis === global, [function () {}, class {}], Math, JSON, Reflect);
