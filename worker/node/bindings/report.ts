// internalBinding('report'): a report can be read, never written (src/node_report.cc). Packages read it to learn which
// C library this is, so that they ask for the binaries (or the WebAssembly beside them) of the right one.

import type { Binding, Realm } from '../realm.ts';

export function createReportBinding(realm: Realm): Binding {
  /** Node's own lib turns it off and back to what it was (the REPL's uncaught exceptions); only turning it on is refused. */
  const refuseOn = (on: boolean): void => {
    if (on) realm.unavailable('Diagnostic reports');
  };
  let excludesNetwork = false;
  return {
    /** What of node::report::WriteNodeReport is known here. */
    getReport(): string {
      const { context, meta, cwd } = realm;
      const now = new Date();
      return JSON.stringify({
        header: {
          reportVersion: 3,
          event: 'JavaScript API',
          trigger: 'GetReport',
          filename: null,
          dumpEventTime: now.toISOString().slice(0, 19) + 'Z',
          dumpEventTimeStamp: String(now.getTime()),
          processId: context.pid,
          threadId: 0,
          cwd,
          commandLine: context.argv,
          nodejsVersion: meta.version,
          // What the official binary needs, whose lib this is.
          glibcVersionRuntime: '2.28',
          wordSize: 64,
          arch: 'x64',
          platform: 'linux',
        },
        javascriptStack: { message: 'No stack.', stack: [], errorProperties: {} },
        libuv: [],
        workers: [],
        environmentVariables: { ...realm.env },
        userLimits: {},
        sharedObjects: [],
      });
    },
    setExcludeNetwork: (on: boolean) => {
      excludesNetwork = on;
    },
    shouldReportOnUncaughtException: () => false,
    setReportOnUncaughtException: refuseOn,
    setReportOnFatalError: refuseOn,
    setReportOnSignal: refuseOn,
    shouldReportOnFatalError: () => false,
    shouldReportOnSignal: () => false,
    getCompact: () => false,
    getExcludeNetwork: () => excludesNetwork,
    getExcludeEnv: () => false,
    getDirectory: () => '',
    getFilename: () => '',
    getSignal: () => 'SIGUSR2',
  };
}
