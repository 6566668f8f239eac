// The changes made to Node's own lib when it is extracted, and why. Each must match exactly `count` times (default 1), so
// that a version bump fails loudly instead of losing one.

/** @typedef {{id: string, why: string, find: string, replace: string, count?: number}} Patch */

/** @type {readonly Patch[]} */
export const patches = [
  {
    id: 'internal/process/task_queues',
    why: 'A tick that is scheduled from a microtask must wake the loop: a browser cannot drain microtasks synchronously.',
    find: 'tickInfo[kHasTickScheduled] = value ? 1 : 0;',
    replace:
      "tickInfo[kHasTickScheduled] = value ? 1 : 0; if (value) internalBinding('task_queue').onTickScheduled();",
  },
  ...[
    ['function processImmediate() {', 'function* processImmediate() {'],
    ['function processTimers(now) {', 'function* processTimers(now) {'],
    ['function listOnTimeout(list, now) {', 'function* listOnTimeout(list, now) {'],
    // As wide as what it replaces: stack traces show the column.
    ['      listOnTimeout(list, now);', 'yield*listOnTimeout(list, now);'],
  ].map(([find, replace]) => ({
    id: 'internal/timers',
    why: 'Between two callbacks Node drains ticks and microtasks; here the loop ends the macrotask at each yield.',
    find,
    replace,
  })),
  {
    id: 'internal/timers',
    why: 'As above: the place where Node drains.',
    find: 'runNextTicks();',
    replace: 'yield;',
    count: 3,
  },
  {
    id: 'internal/modules/esm/hooks',
    why: 'No thread can be waited for, so that hooks of module.register run in this one (worker/node/modules/loader-hooks.ts).',
    find: 'new AsyncLoaderHookWorker()',
    replace: "internalBinding('module_wrap').createLoaderHooks(AsyncLoaderHooksOnLoaderHookWorker)",
  },
  {
    id: 'internal/modules/esm/hooks',
    why: 'As above: the hooks answer later, which the loader expects of the thread of the hooks alone.',
    find: 'isForAsyncLoaderHookWorker = false;',
    replace: 'isForAsyncLoaderHookWorker = true;',
  },
  {
    id: 'inspector',
    why: 'As every Node that is shipped has it: tools load it to ask whether a debugger is there (worker/node/bindings/inspector.ts).',
    find: 'if (!hasInspector)',
    replace: 'if (false)',
  },
  {
    id: 'v8',
    why: 'takeCoverage and stopCoverage are there in every Node that is shipped, and ignored while no coverage runs.',
    find: "if (internalBinding('config').hasInspector) {",
    replace: 'if (true) {',
  },
  {
    id: 'internal/bootstrap/realm',
    why: 'The realm formats stacks itself (wrapped sources, node: names) and so keeps its own hook in front.',
    find: `  ObjectDefineProperty(Error, 'prepareStackTrace', {
    __proto__: null,
    writable: true,
    enumerable: false,
    configurable: true,
    value: ErrorPrepareStackTrace,
  });`,
    replace: "  internalBinding('errors').installPrepareStackTrace(ErrorPrepareStackTrace);",
  },
  {
    id: 'internal/bootstrap/realm',
    why: 'Getters that load more of the lib (http.WebSocket: undici) are asked when an import is read, not for every import of the module.',
    find: `this.module.setExport(exportName,
                              getOwn(this.exports, exportName, this.exports));`,
    replace: `internalBinding('module_wrap').setBuiltinExport(this.module, exportName,
                              () => getOwn(this.exports, exportName, this.exports), this.exports);`,
  },
  {
    id: 'internal/worker',
    why: 'No two workers of a browser share memory here: a thread has a counter of its own for the cwd that it started in.',
    find: 'cwdCounter: cwdCounter || workerIo.sharedCwdCounter,',
    replace: 'cwdCounter: new Uint32Array(1),',
  },
];

/** The source of `id` with its patches applied. Throws where one does not match. */
export function applyPatches(id, source) {
  let result = source;
  for (const patch of patches) {
    if (patch.id !== id) continue;
    const parts = result.split(patch.find);
    const expected = patch.count ?? 1;
    if (parts.length - 1 !== expected) {
      throw new Error(
        `patch of ${id} matched ${parts.length - 1} times instead of ${expected}: ${patch.find}\n(${patch.why})`,
      );
    }
    result = parts.join(patch.replace);
  }
  return result;
}
