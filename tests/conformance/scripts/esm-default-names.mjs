import fs from 'fs';
const t = async (src, i) => { fs.writeFileSync(`n${i}.mjs`, src); const m = await import(`${process.cwd()}/n${i}.mjs`); console.log(m.default?.name, typeof m.default); };
let i = 0;
for (const s of ['export default function () {}', 'export default class {}', 'export default () => {}', 'export default (class {})', 'export default function named() {}', 'export default async function* () {}', 'export default 1 + 1', 'const x = () => {}; export default x', 'export default await Promise.resolve(() => 1)']) await t(s, i++);
