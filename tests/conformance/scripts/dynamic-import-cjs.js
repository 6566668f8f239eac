import('fs').then((m) => console.log(typeof m.readFileSync, m.default === require('fs')));
import('./nope.mjs').catch((e) => console.log(e.code, e.message.replaceAll(process.cwd(), 'CWD').split(' imported')[0]));
new Function('s', 'return import(s)')('path').then((m) => console.log(m.sep)).catch(e => console.log(e.code ?? e.name));
