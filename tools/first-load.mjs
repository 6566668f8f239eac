// Vite plugins around the first load: the page names at once what it will paint with, instead of finding it file by file,
// and workers are minified with or without the names that users' programs can see.

const renderEntry = /src\/app\/render\.tsx$/;

/** The chunk that paints is loaded by a dynamic import beside the attachment; its files are fetched from the start. */
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
        const link = (rel, href) => ({
          tag: 'link',
          attrs: { rel, crossorigin: true, href },
          injectTo: 'head',
        });
        return [
          ...missing(styles).map((href) => link('stylesheet', href)),
          ...missing(scripts).map((href) => link('modulepreload', href)),
        ];
      },
    },
  };
}

/** Class names of the Node realm are visible to users' programs, so the machine's workers keep theirs; Monaco's need none. */
export function minifyWorker() {
  let own = true;
  return {
    name: 'holdfast:minify-worker',
    options({ input }) {
      own = !String(Array.isArray(input) ? input[0] : input).includes('monaco-editor');
      return null;
    },
    outputOptions: (options) =>
      own
        ? { ...options, keepNames: true, minify: { mangle: false, compress: true, codegen: true } }
        : { ...options, minify: true },
  };
}
