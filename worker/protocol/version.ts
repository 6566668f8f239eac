// Part of the kernel's name: two builds with different versions never talk past each other.
// History: 1 = first.

export const PROTOCOL_VERSION = 1;
