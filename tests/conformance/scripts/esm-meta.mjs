import path from 'node:path';
console.log(import.meta.url.startsWith('file:///'), path.basename(import.meta.filename), import.meta.dirname === process.cwd(), import.meta.main, import.meta.resolve('./x.js').endsWith('/x.js'), import.meta.resolve('fs'));
console.log(Object.keys(import.meta).sort(), Object.getPrototypeOf(import.meta), this, typeof require);
