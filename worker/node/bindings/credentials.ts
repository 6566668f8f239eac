// internalBinding('credentials'): the one user of the machine is root (src/node_credentials.cc).

import type { Binding, Realm } from '../realm.ts';

const root = 0;

export function createCredentialsBinding(realm: Realm): Binding {
  /** 1 where there is nobody of that name. */
  const refuseOthers = (syscall: string) => (id: unknown) => {
    if (typeof id === 'string' && id !== 'root') return 1;
    if (id === root || id === 'root') return 0;
    throw realm.uvException('EPERM', syscall);
  };
  return {
    implementsPosixCredentials: true,
    safeGetenv: (name: string) => realm.env[name],
    getTempDir() {
      const { TMPDIR, TMP, TEMP } = realm.env;
      const folder = [TMPDIR, TMP, TEMP].find((value) => value !== undefined && value !== '') ?? '';
      return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder;
    },
    getuid: () => root,
    geteuid: () => root,
    getgid: () => root,
    getegid: () => root,
    getgroups: () => [root],
    setuid: refuseOthers('setuid'),
    seteuid: refuseOthers('seteuid'),
    setgid: refuseOthers('setgid'),
    setegid: refuseOthers('setegid'),
    setgroups: () => realm.unavailable('process.setgroups'),
    initgroups: () => realm.unavailable('process.initgroups'),
  };
}
