const rs = new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close(); } }); for await (const x of rs) console.log(x);
const ts = new TransformStream({ transform(c, ctl) { ctl.enqueue(c * 2); } }); const w = ts.writable.getWriter(); w.write(1); w.write(2); w.close(); for await (const x of ts.readable) console.log(x);
console.log(await new Response('body').text(), new Headers({ A: 'b' }).get('a'), await new Blob(['x', 'y']).text(), new File(['z'], 'n.txt').name);
