const { pipeline, Readable, Transform, Writable, finished, PassThrough } = require('stream');
const up = new Transform({ transform(c, e, cb) { cb(null, String(c).toUpperCase()); } }); const out = [];
pipeline(Readable.from(['a', 'b', 'c']), up, new Writable({ write(c, e, cb) { out.push(String(c)); setImmediate(cb); }, final(cb) { console.log('final'); cb(); } }), (e) => console.log('done', e, out));
const bad = new Readable({ read() { this.destroy(new Error('read failed')); } }); pipeline(bad, new PassThrough(), (e) => console.log('failed', e.message)); finished(bad, (e) => console.log('finished', e.message));
