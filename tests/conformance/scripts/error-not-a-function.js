for (const f of [() => undefined.x, () => null.y, () => { const o = {}; o.f(); }, () => { let x = 1; x(); }, () => zz, () => new Array(-1), () => JSON.parse('{bad'), () => Symbol() + '', () => BigInt('x'), () => decodeURIComponent('%')]) {
  try { f(); } catch (e) { console.log(e.name + ': ' + e.message); }
}
