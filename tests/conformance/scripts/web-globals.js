// The globals that Node shares with browsers are Node's own.
for (const name of ['structuredClone', 'fetch', 'WebSocket', 'EventSource', 'URLPattern', 'Headers', 'FormData', 'Blob', 'File', 'AbortController', 'CompressionStream', 'Navigator', 'CloseEvent', 'Storage', 'WebAssembly'])
  console.log(name, typeof globalThis[name], Object.getOwnPropertyDescriptor(globalThis, name)?.enumerable, globalThis[name]?.name, globalThis[name]?.length);
console.log(navigator.userAgent, navigator.language, navigator.platform);
console.log(new URLPattern({ pathname: '/a/:b' }).exec('http://x/a/1').pathname.groups, new URLPattern('https://x/*').hostname);
console.log(structuredClone(new Map([[1, { d: new Date(0), e: new RangeError('r').message }]])));
try { structuredClone(() => {}); } catch (error) { console.log(error.name, error.code, error.message); }
console.log(new Headers({ a: 'b' }), new Response('x', { status: 201 }).status, new Request('http://h/p').url);
const target = new EventTarget(); target.addEventListener('x', (e) => console.log(e.type, e instanceof CustomEvent, e.detail)); target.dispatchEvent(new CustomEvent('x', { detail: 3 }));
console.log(AbortSignal.abort().reason.name, btoa('a'), atob('YQ=='), performance.now() > 0, typeof crypto.subtle);
try { process.binding('nope'); } catch (error) { console.log(error.code, error.message); }
try { new WebSocket('nope'); } catch (error) { console.log(error.name, error.message); }
