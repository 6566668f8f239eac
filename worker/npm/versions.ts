// What this npm tells others that it is. versions.test.ts holds nodeVersion against the pinned package.

/** The npm whose commands, tree, lockfile and messages this one reproduces (tools/registry/compare-with-npm.mjs). */
export const npmVersion = '11.19.1';
export const nodeVersion = '24.21.0';
