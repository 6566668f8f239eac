// What a main thread's stack holds: some hundred thousand arguments.
const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => 32 + (i % 90));
console.log(String.fromCharCode.apply(null, bytes).length, Math.max.apply(null, bytes), Math.min.apply(null, bytes));
const target = [];
console.log(target.push.apply(target, bytes), target.length);
const response = await fetch(`data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`);
console.log(response.status, (await response.arrayBuffer()).byteLength);
const { default: inspector } = await import('node:inspector');
console.log(inspector.url());
const v8 = await import('node:v8');
console.log(v8.takeCoverage(), v8.stopCoverage());
