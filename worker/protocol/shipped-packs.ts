// Where the static build keeps the templates' packages (tools/templates/packs.mjs), and the cache that keeps them offline.

export const packsFolder = '/packs/';
export const packIndexPath = `${packsFolder}index.json`;
/** Names are hashes of what they hold: a new build shares the cache with the one before. */
export const packCacheName = 'holdfast-packs';
export const packFile = /^\/packs\/[0-9a-f]{16}\.pack$/;
