// Vite plugins around the first load: the page brings its styles and names its scripts at once, the shell is one file, and
// workers are minified with or without the names that users' programs can see. Monaco's own workers are left out.

import { resolve } from 'node:path';

const renderEntry = /src\/app\/render\.tsx$/;

/**
 * The chunk that paints is loaded by a dynamic import beside the attachment; its scripts are fetched from the start, and its
 * styles are in the page: the previous screen of a reload waits for nothing but them.
 */
export function preloadRenderer() {
  return {
    name: 'holdfast:preload-renderer',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, filename }) {
        if (bundle === undefined || !filename.endsWith('index.html')) return [];
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const renderer = chunks.find((chunk) => renderEntry.test(chunk.facadeModuleId ?? ''));
        if (renderer === undefined) throw new Error('The build has no chunk for src/app/render.tsx.');
        const scripts = new Set();
        const styles = new Set();
        const visit = (name) => {
          const chunk = bundle[name];
          if (chunk?.type !== 'chunk' || scripts.has(name)) return;
          scripts.add(name);
          for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
          chunk.imports.forEach(visit);
        };
        visit(renderer.fileName);
        // What the entry needs is named by Vite already.
        const missing = (files) =>
          [...files].map((file) => `/${file}`).filter((href) => !html.includes(href));
        const link = (rel, href, attrs = {}) => ({
          tag: 'link',
          attrs: { rel, crossorigin: true, href, ...attrs },
          injectTo: 'head',
        });
        return [
          ...[...styles].map((name) => ({
            tag: 'style',
            children: styleText(bundle, name),
            injectTo: 'head',
          })),
          // Not fetched, but found by whoever asks whether the page has it: Vite's import of that chunk, the previous screen.
          ...missing(styles).map((href) => link('stylesheet', href, { disabled: true })),
          ...missing(scripts).map((href) => link('modulepreload', href)),
        ];
      },
    },
  };
}

function styleText(bundle, name) {
  const { source } = bundle[name];
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  if (text.includes('</style')) throw new Error(`${name} cannot be part of a page.`);
  return text;
}

/** What a first visit opens (docs/hosting.md), in the page itself: a request for it would hold up that visit. */
export function firstVisit(link = process.env.HOLDFAST_FIRST_VISIT) {
  const tag = { tag: 'meta', attrs: { name: 'holdfast-first-visit', content: link }, injectTo: 'head' };
  return {
    name: 'holdfast:first-visit',
    transformIndexHtml: (html, { filename }) =>
      link === undefined || !filename.endsWith('index.html') ? [] : [tag],
  };
}

const languageWorker = /\.worker\.ts$/;

/** Class names of the Node realm are visible to users' programs, so the machine's workers keep theirs; Monaco's need none. */
export function minifyWorker() {
  let entry = '';
  return {
    name: 'holdfast:minify-worker',
    options({ input }) {
      entry = String(Array.isArray(input) ? input[0] : input);
      return null;
    },
    outputOptions: (options) =>
      languageWorker.test(entry)
        ? { ...options, minify: true }
        : { ...options, keepNames: true, minify: { mangle: false, compress: true, codegen: true } },
  };
}

const workerManager = /monaco-editor\/.*\/workerManager\.js$/;
const monacoWorker =
  /createWorker: \(\) => new Worker\(new URL\('[\w.]+', import\.meta\.url\), \{ type: "module" \}\),/;

/** The editor starts its languages' workers itself (src/editor/monaco.ts): those that Monaco names would be nine more megabytes. */
export function withoutMonacoWorkers() {
  return {
    name: 'holdfast:without-monaco-workers',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!workerManager.test(id)) return null;
      if (!monacoWorker.test(code)) throw new Error(`${id} names its worker in another way.`);
      return { code: code.replace(monacoWorker, ''), map: null };
    },
  };
}

const processEntry = /worker\/process\.ts$/;
/** What the first prompt waits for: the program, and what it imports when it finds a terminal. */
const shellEntries = ['../shell/program.ts', '../shell/editor/session.ts'];

/**
 * Process workers load their code file by file, through the service worker, and the first prompt waits for that. So all that
 * the shell needs for a prompt is one file, and what every program needs another, however it is shared with lazy parts.
 */
export function bundleShell() {
  let entry = null;
  return {
    name: 'holdfast:bundle-shell',
    options({ input }) {
      const path = String(Array.isArray(input) ? input[0] : input);
      entry = processEntry.test(path) ? path : null;
      return null;
    },
    outputOptions: (options) => (entry === null ? null : { ...options, codeSplitting: groupsOf(entry) }),
  };
}

function groupsOf(entry) {
  const shellIds = shellEntries.map((path) => resolve(entry, path));
  let parts = null;
  /** Which modules go where, `base` before `shell`: found when all of them are known. */
  const partsOf = (modules) => {
    const closure = (ids) => {
      const seen = new Set();
      const visit = (id) => {
        if (seen.has(id)) return;
        seen.add(id);
        modules.getModuleInfo(id)?.importedIds.forEach(visit);
      };
      ids.forEach(visit);
      return seen;
    };
    const programs = modules.getModuleInfo(entry)?.dynamicallyImportedIds ?? [];
    const others = closure(programs.filter((id) => !shellIds.includes(id)));
    const shell = closure(shellIds);
    const base = closure([entry]);
    for (const id of shell) if (others.has(id)) base.add(id);
    return { base, shell };
  };
  const group = (part, priority) => ({
    name: (id, modules) => ((parts ??= partsOf(modules))[part].has(id) ? part : null),
    debugName: part,
    priority,
  });
  return { groups: [group('base', 2), group('shell', 1)] };
}
