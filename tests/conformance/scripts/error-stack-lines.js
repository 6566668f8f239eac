function a() { return new Error('s').stack.split('\n').slice(0, 3).join('\n').replaceAll(__dirname, ''); }
function b() { return a(); }
console.log(b());
class K { m() { return new Error('k').stack.split('\n')[1].replaceAll(__dirname, ''); } static s() { return new K().m(); } }
console.log(K.s(), [1].map(() => new K().m())[0]);
