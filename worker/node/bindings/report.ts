// internalBinding('report'): diagnostic reports are never written (src/node_report_module.cc).

import type { Binding, Realm } from '../realm.ts';

export function createReportBinding(_realm: Realm): Binding {
  return {
    shouldReportOnUncaughtException: () => false,
    shouldReportOnFatalError: () => false,
    shouldReportOnSignal: () => false,
    getCompact: () => false,
    getExcludeNetwork: () => false,
    getExcludeEnv: () => false,
    getDirectory: () => '',
    getFilename: () => '',
    getSignal: () => 'SIGUSR2',
  };
}
