// Part of the kernel's name: two builds with different versions never talk past each other.
// History: 1 = first; 2 = reports of previews and preview scripts, calls checked by their schemas.

export const PROTOCOL_VERSION = 2;
