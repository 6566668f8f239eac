// internalBinding('options'): the parsed command line (src/node_options.cc).

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

interface OptionInfo {
  readonly envVarSettings: number;
  readonly type: number;
  readonly helpText: string;
}

export function createOptionsBinding(realm: CoreRealm): Binding {
  const table = realm.meta.cliInfo.options as readonly (readonly [string, OptionInfo])[];
  const types = ['', '', 'boolean', 'number', 'number', 'string', 'string', 'array'];
  return {
    getCLIOptionsValues: () => realm.options.values,
    getCLIOptionsInfo: () => ({
      options: new Map(table),
      aliases: new Map(realm.meta.cliInfo.aliases as [string, unknown][]),
    }),
    /** The options that differ from their defaults, as arguments for a child process. */
    getOptionsAsFlags: () => [...realm.options.execArgv],
    getEmbedderOptions: () => ({
      __proto__: null,
      shouldNotRegisterESMLoader: false,
      noGlobalSearchPaths: false,
      noBrowserGlobals: false,
      hasEmbedderPreload: false,
    }),
    getEnvOptionsInputType: () =>
      new Map(
        table
          .filter(([, info]) => info.envVarSettings === 0 && types[info.type])
          .map(([name, info]) => [name.slice(2), { type: types[info.type], description: info.helpText }]),
      ),
    getNamespaceOptionsInputType: () => new Map(),
  };
}
