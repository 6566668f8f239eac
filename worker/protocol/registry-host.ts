// The IDE's own registry proxy (`/registry/` of its origin) as programs in the machine name it: an address on localhost
// would mean a virtual port there.

export const registryHost = 'registry.holdfast.internal';
export const registryPath = '/registry';
