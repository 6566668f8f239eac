// What tells other package managers where packages come from. The browser reaches few registries; the IDE's own proxy reaches
// the one that it was started with.
import { isSystemError } from '../../protocol/errno.ts';
import { registryHost } from '../../protocol/registry-host.ts';
import type { Session } from '../session.ts';

/** For npm and pnpm, for yarn 1, and for yarn from 2 on. A registry that the user has set stays. */
export function registryEnvironment({ fs, config, prefix }: Session): Readonly<Record<string, string>> {
  if (config.text('registry') !== undefined) return {};
  const url = `http://${registryHost}/`;
  return {
    npm_config_registry: url,
    YARN_REGISTRY: url,
    ...(setsYarnRegistry(fs, prefix) ? {} : { YARN_NPM_REGISTRY_SERVER: url }),
    YARN_UNSAFE_HTTP_WHITELIST: registryHost,
  };
}

function setsYarnRegistry(fs: Session['fs'], prefix: string): boolean {
  try {
    return /^npmRegistryServer:/m.test(new TextDecoder().decode(fs.readFile(`${prefix}/.yarnrc.yml`)));
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
