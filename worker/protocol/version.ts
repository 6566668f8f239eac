// Part of the kernel's name: two builds with different versions never talk past each other.
// History: 1 = first; 2 = reports of previews and preview scripts, calls checked by their schemas;
// 3 = BUILD_FAILED of a tool that goes on has no exit code; 4 = a tab says how much scrollback it keeps;
// 5 = the kernel reports what this browser stores;
// 6 = dedicated workers in isolated tabs, processes say where they run;
// 7 = operations on files, and events of watched ones, travel in arrays;
// 8 = pages tell what their dev server told them of a failed build;
// 9 = the kernel reports and clears the WebAssembly that is kept compiled;
// 10 = files can be sockets;
// 11 = a tab hears which workers have ended by themselves;
// 12 = the kernel finds the files that a terminal names;
// 13 = the kernel tells tabs which file a program wants shown;
// 14 = previewed pages tell whether they can go back and forward, and that they leave.

export const PROTOCOL_VERSION = 14;
