// Where a package says that the types of one of its entries are: `exports` with TypeScript's conditions, `types`, and the
// file beside the code. Pure; answers candidates, best first, relative to the package's folder.

interface Manifest {
  readonly exports?: unknown;
  readonly types?: unknown;
  readonly typings?: unknown;
  readonly main?: unknown;
}

const conditions = new Set(['types', 'import', 'module', 'browser', 'default', 'require', 'node']);

/** Declarations that may stand for a file: its own, or those beside compiled code. */
export function declarationsFor(file: string): readonly string[] {
  if (/\.d\.[cm]?ts$|\.json$/.test(file)) return [file];
  const code = /^(.*)\.([cm]?)([jt])sx?$/.exec(file);
  if (code === null) return [`${file}.d.ts`, `${file}/index.d.ts`, `${file}.ts`, `${file}.tsx`];
  const [, stem = '', flavour = '', language] = code;
  const beside = [`${stem}.d.${flavour}ts`];
  if (language === 't') beside.unshift(file);
  else if (flavour !== '') beside.push(`${stem}.d.ts`);
  else beside.push(`${stem}.ts`, `${stem}.tsx`);
  return beside;
}

export function typeEntries(manifest: Manifest, subpath: string): readonly string[] {
  const clean = (path: string) => path.replace(/^\.\//, '');
  if (manifest.exports !== undefined && manifest.exports !== null) {
    const targets = exportTargets(manifest.exports, subpath);
    if (targets.length > 0) return targets.flatMap((target) => declarationsFor(clean(target)));
  }
  if (subpath !== '.') return declarationsFor(clean(subpath));
  const named = [manifest.types, manifest.typings, manifest.main].filter(
    (entry): entry is string => typeof entry === 'string' && entry !== '',
  );
  return [...named.flatMap((entry) => declarationsFor(clean(entry))), 'index.d.ts'];
}

function exportTargets(exports: unknown, subpath: string): string[] {
  const isMap =
    typeof exports === 'object' && !Array.isArray(exports) && Object.keys(exports ?? {})[0]?.startsWith('.');
  if (isMap !== true) return subpath === '.' ? conditional(exports) : [];
  const map = exports as Record<string, unknown>;
  if (map[subpath] !== undefined) return conditional(map[subpath]);
  const patterns = Object.keys(map)
    .filter((key) => key.includes('*'))
    .sort((a, b) => b.indexOf('*') - a.indexOf('*'));
  for (const pattern of patterns) {
    const [before = '', after = ''] = pattern.split('*');
    if (!subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    if (subpath.length < before.length + after.length) continue;
    const part = subpath.slice(before.length, subpath.length - after.length);
    return conditional(map[pattern]).map((target) => target.replaceAll('*', part));
  }
  return [];
}

/** Targets under the conditions that TypeScript may meet, those for types first. */
function conditional(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap(conditional);
  if (typeof target !== 'object' || target === null) return [];
  const entries = Object.entries(target).filter(([key]) => conditions.has(key) || key.startsWith('types@'));
  entries.sort(([a], [b]) => Number(b.startsWith('types')) - Number(a.startsWith('types')));
  return entries.flatMap(([, value]) => conditional(value));
}
