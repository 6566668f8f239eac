const b = Buffer.from('héllo wörld €🎉');
for (const e of ['utf8', 'hex', 'base64', 'base64url', 'latin1', 'ascii', 'utf16le', 'binary']) { const s = b.toString(e); console.log(e, s.length, JSON.stringify(s).slice(0, 60), Buffer.from(s, e).length); }
console.log(Buffer.from([256, -1, 3.7]), Buffer.alloc(3, 'ab'), Buffer.concat([Buffer.from('a'), Buffer.from('b')]), Buffer.from('zz', 'hex'), Buffer.byteLength('€'), b.indexOf('w'), b.slice(0, 3), Buffer.compare(Buffer.from('a'), Buffer.from('b')), b.equals(Buffer.from(b)));
const w = Buffer.alloc(8); w.writeInt32BE(-5); w.writeUInt16LE(513, 4); console.log(w, w.readInt32BE(), w.readUInt16LE(4), w.swap16(), w.toJSON(), w.fill('x').toString(), Buffer.from('a').toString('utf-16le'));
try { w.readInt8(9); } catch (e) { console.log(e.code, e.message); } try { Buffer.from('a', 'nope'); } catch (e) { console.log(e.code, e.message); }
