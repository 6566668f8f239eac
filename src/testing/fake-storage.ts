// A browser's storage that only pretends, for looking at the storage view: packages of two projects and of none.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { KernelApi } from '../../worker/protocol/kernel-api.ts';
import type { StoredPackage } from '../../worker/protocol/storage-report.ts';

const names = [
  'react',
  'react-dom',
  'vite',
  'rollup',
  'esbuild',
  '@vitejs/plugin-react',
  'express',
  'body-parser',
];

export function createFakeStorage(): KernelApi['storage'] {
  const projects = [
    { id: 'fake0001' as ProjectId, name: 'Hello, Node' },
    { id: 'fake0002' as ProjectId, name: 'Express app' },
  ];
  let packages = Array.from({ length: 64 }, (_, index): StoredPackage => {
    const name = names[index] ?? `package-${index}`;
    const owners = index % 5 === 4 ? [] : projects.filter((_project, at) => (index + at) % 3 !== 0);
    return {
      ...{ id: `sha512-${index}`, name, version: `${index % 7}.${index % 3}.0`, files: 3 + index },
      bytes: Math.round(9e6 / (index + 1) ** 1.4),
      projects: owners.map(({ id }) => id),
      used: owners.length > 0 || index === 9,
    };
  });
  let compiled = { files: 1, bytes: 13.4e6 };
  return {
    report: async () => ({ packages, projects, compiled, usage: 61e6, quota: 10.7e9, persisted: false }),
    async clearCompiled() {
      const cleared = compiled;
      compiled = { files: 0, bytes: 0 };
      return cleared;
    },
    async clearUnused() {
      const unused = packages.filter(({ used }) => !used);
      packages = packages.filter(({ used }) => used);
      return { packages: unused.length, bytes: unused.reduce((sum, { bytes }) => sum + bytes, 0) };
    },
  };
}
