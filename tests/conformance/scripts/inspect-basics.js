console.log({ a: 1, b: 'x', c: [1, 2, { d: 3 }], e: null, f: undefined, g: () => {}, h: function named() {}, i: class Foo {}, j: Symbol('s'), k: 10n, l: -0, m: new Date(0), n: /re/g, o: new Error('e').message });
console.log([1, , 3], [undefined, null], new Array(5), [[[[1]]]], { a: { b: { c: { d: 1 } } } });
console.log(new Map([[1, { a: 2 }], ['k', 'v']]), new Set([1, 'a']), new WeakMap(), Object.create(null), Object.create({ a: 1 }));
console.log([1.5, 'it\'s', "q\"q", `b\`t`], 'plain', ['multi\nline'], { 'key-x': 1, [Symbol('y')]: 2 });
console.log(process.versions.node.split('.')[0], [new Uint8Array(3), Buffer.from('hi'), new ArrayBuffer(4), new DataView(new ArrayBuffer(2))]);
