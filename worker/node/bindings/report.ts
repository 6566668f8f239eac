// internalBinding('report'): diagnostic reports are never written (src/node_report_module.cc).

import type { Binding, Realm } from '../realm.ts';

export function createReportBinding(realm: Realm): Binding {
  /** Node's own lib turns it off and back to what it was (the REPL's uncaught exceptions); only turning it on is refused. */
  const refuseOn = (on: boolean): void => {
    if (on) realm.unavailable('Diagnostic reports');
  };
  return {
    shouldReportOnUncaughtException: () => false,
    setReportOnUncaughtException: refuseOn,
    setReportOnFatalError: refuseOn,
    setReportOnSignal: refuseOn,
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
