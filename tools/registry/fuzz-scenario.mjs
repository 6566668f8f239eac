// Made-up packages and projects for fuzz-against-npm.mjs: everything follows from the seed.

const names = ['@s/a', 'b', 'c', 'd', '@s/e', 'f', 'g', 'h', 'i', '@s/j', 'k', 'l', 'm'];
const versionPool = ['1.0.0', '1.1.0', '1.2.3', '2.0.0', '2.1.0', '3.0.0-beta.1'];

export function createScenario(seed) {
  const random = mulberry(seed);
  const chance = (probability) => random() < probability;
  const pick = (list) => list[Math.floor(random() * list.length)];
  const some = (list, most) => [
    ...new Set(
      Array.from({ length: list.length === 0 ? 0 : Math.floor(random() * (most + 1)) }, () => pick(list)),
    ),
  ];

  const versions = Object.fromEntries(
    names
      .map((name) => [name, versionPool.filter(() => chance(0.5))])
      .map(([name, list]) => [name, list.length > 0 ? list : ['1.0.0']]),
  );
  const range = (name) => {
    const version = pick(versions[name]);
    return pick([
      `^${version}`,
      `^${version}`,
      `~${version}`,
      version,
      '*',
      `>=${version}`,
      `^1.0.0 || ^2.0.0`,
      'latest',
    ]);
  };
  /**
   * Of packages further down the list, so that there are few cycles: npm itself does not end on some. Mostly of versions
   * that are there, seldom of none.
   */
  const below = (self) => names.slice(names.indexOf(self) + 1);
  const dependencies = (most, self) =>
    Object.fromEntries(
      some(
        self === undefined || chance(0.02) ? names.filter((name) => name !== self) : below(self),
        most,
      ).map((name) => [name, chance(0.003) ? '^9.0.0' : chance(0.03) ? aliasOf(name) : range(name)]),
    );
  const aliasOf = (above) => {
    const name = pick(below(above).concat(above));
    return `npm:${name}@${range(name)}`;
  };

  const peers = (most, self) =>
    Object.fromEntries(some(below(self), most).map((name) => [name, range(name)]));

  const packages = {};
  for (const [name, list] of Object.entries(versions)) {
    for (const version of list) {
      const fields = { dependencies: dependencies(3, name) };
      if (chance(0.35)) fields.peerDependencies = peers(2, name);
      if (chance(0.2)) {
        const [optional] = some(below(name), 1);
        if (optional !== undefined) {
          fields.peerDependencies = { ...fields.peerDependencies, [optional]: range(optional) };
          fields.peerDependenciesMeta = { [optional]: { optional: true } };
        }
      }
      if (chance(0.15)) fields.optionalDependencies = dependencies(2, name);
      if (chance(0.01)) fields.os = [pick(['darwin', 'linux', '!linux'])];
      if (chance(0.05)) fields.engines = { node: pick(['>=99', '>=18']) };
      if (chance(0.05)) fields.deprecated = 'old';
      if (chance(0.1)) fields.bin = { [`run-${name.replace('/', '-')}`]: 'bin.js' };
      packages[`${name}@${version}`] = fields;
    }
  }
  const tags = Object.fromEntries(
    Object.entries(versions).map(([name, list]) => [
      name,
      { latest: pick(list.filter((each) => !each.includes('-')).concat(chance(0.2) ? list : [])) ?? list[0] },
    ]),
  );

  const manifest = { name: 'project', version: '1.0.0', dependencies: dependencies(6), devDependencies: {} };
  for (const [name, spec] of Object.entries(dependencies(2)))
    if (manifest.dependencies[name] === undefined) manifest.devDependencies[name] = spec;
  if (chance(0.15)) manifest.optionalDependencies = dependencies(1);
  if (chance(0.1)) manifest.peerDependencies = dependencies(1);
  if (chance(0.2)) {
    const [name] = some(names, 1);
    if (
      name !== undefined &&
      manifest.dependencies[name] === undefined &&
      manifest.devDependencies[name] === undefined
    ) {
      const other = pick(names);
      manifest.overrides = pick([
        { [name]: pick(versions[name]) },
        { [`${name}@1`]: pick(versions[name]) },
        { [other]: { [name]: pick(versions[name]) } },
        { [other]: { '.': range(other), [name]: pick(versions[name]) } },
      ]);
      if (manifest.dependencies[other] !== undefined || manifest.devDependencies[other] !== undefined)
        delete manifest.overrides[other]?.['.'];
    }
  }
  if (Object.keys(manifest.devDependencies).length === 0) delete manifest.devDependencies;
  const files = { 'package.json': manifest };
  if (chance(0.2)) {
    manifest.workspaces = ['packages/*'];
    for (const name of ['one', 'two'])
      files[`packages/${name}/package.json`] = {
        name,
        version: '1.0.0',
        dependencies: { ...dependencies(2), ...(name === 'one' && chance(0.5) ? { two: '^1.0.0' } : {}) },
        devDependencies: dependencies(1),
        ...(chance(0.2) ? { peerDependencies: dependencies(1) } : {}),
      };
  }
  if (chance(0.15)) {
    files['lib/package.json'] = { name: 'lib', version: '0.1.0', dependencies: dependencies(2) };
    manifest.dependencies.lib = 'file:./lib';
  }

  const steps = [{}];
  const kinds = Math.floor(random() * 4);
  for (let index = 0; index < kinds; index++) {
    const kind = random();
    const name = pick(names);
    if (kind < 0.4)
      steps.push({ add: [pick([name, `${name}@${pick(versions[name])}`, `${name}@${range(name)}`])] });
    else if (kind < 0.6) steps.push({ remove: [pick(Object.keys(manifest.dependencies).concat(name))] });
    else if (kind < 0.8) steps.push({});
    else {
      const edited = { ...manifest, dependencies: { ...manifest.dependencies, [name]: range(name) } };
      if (edited.overrides?.[name] !== undefined || manifest.devDependencies?.[name] !== undefined)
        steps.push({});
      else steps.push({ edit: edited });
    }
  }
  const flags = pick([[], [], [], ['--legacy-peer-deps'], ['--strict-peer-deps'], ['--force']]);
  return { packages, tags, files, steps, flags };
}

/** A small generator of numbers in [0, 1). */
function mulberry(seed) {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
