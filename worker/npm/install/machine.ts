// What this machine is to packages that ask.
import type { Platform } from '../tree/platform.ts';
import { nodeVersion, npmVersion } from '../versions.ts';

/** `cpu` decides over packages with binaries alone: what runs here is JavaScript and WebAssembly. */
export const machine: Platform = { os: 'linux', cpu: 'wasm32', libc: 'glibc', nodeVersion, npmVersion };
