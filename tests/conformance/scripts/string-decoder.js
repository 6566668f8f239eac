const { StringDecoder } = require('string_decoder'); const d = new StringDecoder('utf8'); const b = Buffer.from('€🎉é');
let s = ''; for (const x of b) s += '[' + d.write(Buffer.from([x])) + ']'; console.log(s, d.end(Buffer.from([0xe2])));
console.log(new TextDecoder('utf-16le').decode(new Uint8Array([65, 0, 66, 0])), new TextDecoder('latin1').encoding, new TextEncoder().encode('é'));
try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])); } catch (e) { console.log(e.name, e.code, e.message); } try { new TextDecoder('nope'); } catch (e) { console.log(e.name, e.code, e.message); }
