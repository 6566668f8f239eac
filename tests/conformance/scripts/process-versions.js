// What process.versions has is fixed; more may be added, as Yarn's Plug'n'Play does.
'use strict';
const { versions } = process;
const { value, ...rest } = Object.getOwnPropertyDescriptor(versions, 'node');
console.log(typeof value, rest, Object.isExtensible(versions));
versions.pnp = '3';
console.log(process.versions.pnp, Object.keys(versions).at(-1));
try {
  versions.node = '1.0.0';
} catch (error) {
  console.log(error.name, error.message.replace(/'[^']*$/, ''));
}
