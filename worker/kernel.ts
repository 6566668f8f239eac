// Entry of the kernel worker (SharedWorker, extended lifetime; one per project, its name says which). Reads the globals,
// composes container and kernel at the first tab's hello, and hands every later tab to them.

import { createEmbeddedContainer } from './container/embedded/create.ts';
import { browserStorage } from './kernel/browser-storage.ts';
import { openCompiledWasm } from './kernel/compiled-wasm.ts';
import { CheckpointWriter, type CheckpointData } from './kernel/checkpoint.ts';
import { announce, KernelServer } from './kernel/kernel-server.ts';
import { PreviewLinks } from './kernel/preview-links.ts';
import { PreviewOrigins } from './kernel/preview-origins.ts';
import { RuntimeKernel } from './kernel/runtime-kernel.ts';
import { Tabs } from './kernel/tabs.ts';
import { Warnings } from './kernel/warnings.ts';
import { folderName, openProjectRegistry, type ProjectRecord } from './projects/registry.ts';
import { discoveryChannel, kernelName, projectOfKernel } from './protocol/discovery.ts';
import type { Epoch } from './protocol/ids.ts';
import { offerPreviewLink } from './protocol/preview-link.ts';
import { accepts } from './protocol/schema.ts';
import { readHello, refuseHello, type TabHello } from './protocol/tab-messages.ts';
import { openPackUsage } from './vfs/pack-usage.ts';

declare const self: SharedWorkerGlobalScope;

const project = projectOfKernel(self.name);
const epoch = crypto.randomUUID() as Epoch;
const registry = openProjectRegistry();

/** Held for as long as this worker lives: tabs learn of its death from it, so it comes before any greeting. */
const lockHeld = new Promise<void>((held) => {
  void navigator.locks.request(kernelName(project), () => {
    held();
    return new Promise<never>(() => undefined);
  });
});

let server: Promise<KernelServer> | null = null;

self.onconnect = ({ ports: [port] }) => {
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (accepts(offerPreviewLink, data)) {
      // Before the first hello there is no kernel yet: whoever wants the link asks again.
      void server?.then((ready) => ready.previews.serve(data));
      return;
    }
    const hello = readHello(data);
    if (hello === null) return;
    server ??= boot(hello);
    server.then(
      (ready) => ready.attach(hello),
      (error: unknown) => refuseHello(hello, failure(error)),
    );
  };
};

async function boot(hello: TabHello): Promise<KernelServer> {
  await lockHeld;
  const stored = registry.get(project);
  const fresh = newRecord(hello);
  const tabs = new Tabs({
    locks: navigator.locks,
    onAttached: (tab) => kernelServer.tabAttached(tab),
    onGone: (tab) => kernelServer.tabGone(tab),
  });
  // Its hands are wanted before there is a kernel to attach to.
  if (hello.role === 'tab') tabs.lend(hello);
  const previews = new PreviewOrigins(project, self.location.origin, navigator.locks);
  const warnings = new Warnings();
  let collect: () => CheckpointData = () => ({ running: false, screens: [], events: [] });
  const checkpoint = new CheckpointWriter(
    project,
    () => collect(),
    (error) =>
      warnings.set(
        'screens',
        error === null
          ? null
          : { code: 'ERR_CHECKPOINT', message: `The screens could not be stored: ${error.message}` },
      ),
  );
  const [container, known, loaded] = await Promise.all([
    createEmbeddedContainer({
      project,
      epoch,
      folder: stored.then((record) => (record ?? fresh).folder),
      workers: tabs,
      previewUrl: (port) => previews.url(port),
      onPreviewScript: (script) => links.setScript(script),
      onWarning: (warning) => warnings.set('files', warning),
    }),
    stored,
    checkpoint.load(),
  ]);
  const record = known ?? fresh;
  const kernel = new RuntimeKernel({
    project: record,
    epoch,
    container,
    containerKind: 'embedded',
    registry,
    loaded,
    warnings,
    checkpoint: (collector) => {
      collect = collector;
      return checkpoint;
    },
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    previews,
    storage: browserStorage({
      registry,
      packages: openPackUsage({
        projects: async () => (await registry.list()).map(({ id }) => id),
        now: () => Date.now(),
      }),
      compiled: openCompiledWasm((self as { readonly caches?: CacheStorage }).caches),
      manager: navigator.storage,
    }),
    destroy: async () => {
      await container.erase();
      // After the answer to the tab that asked.
      setTimeout(() => self.close());
    },
  });
  if (known === undefined) {
    kernel.fs.writeTree(hello.create?.files ?? {});
    await registry.put(record);
  }
  const links = new PreviewLinks(project, container.machine, previews, kernel.store);
  announce(new BroadcastChannel(discoveryChannel), project, epoch);
  const kernelServer = new KernelServer(kernel, tabs, links);
  return kernelServer;
}

function failure(error: unknown): string {
  return `The machine could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function newRecord({ create }: TabHello): ProjectRecord {
  const name = create?.name ?? 'project';
  const now = Date.now();
  return {
    id: project,
    name,
    folder: folderName(name),
    template: create?.template ?? null,
    createdAt: now,
    openedAt: now,
  };
}
