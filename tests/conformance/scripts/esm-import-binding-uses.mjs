import { join, sep as s } from 'path';
import * as os from 'os';
import ev, { once } from 'events';
const o = { join, s, k: join('a', 'b'), ev: ev.name };
console.log(o.join === join, o.s, o.k, o.ev, `${join('x', s)}`, typeof os.EOL, [join].length, typeof once);
function f(join) { return join; } console.log(f(1)); { const join = 2; console.log(join); }
try { join = 1; } catch (e) { console.log(e.name, e.message); }
class A { join = join('p', 'q'); static s = s; [s]() { return 'computed'; } } console.log(new A().join, A.s, new A()['/']());
const { a = join('d') } = {}; console.log(a, (() => join('e'))());
label: for (const join of [1]) { continue label; }
