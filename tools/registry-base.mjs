// Where packages come from. The host stands nowhere in the repository: npm is asked, HOLDFAST_REGISTRY overrides.
import { execFileSync } from 'node:child_process';

/** Base URL with a trailing slash. */
export function registryBase() {
  const chosen =
    process.env.HOLDFAST_REGISTRY ||
    execFileSync('npm', ['config', 'get', 'registry'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  return chosen.endsWith('/') ? chosen : `${chosen}/`;
}
