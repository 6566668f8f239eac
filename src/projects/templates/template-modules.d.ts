// The files of a template's folder, put together by tools/templates/vite-plugin.mjs.
declare module '*?template' {
  const files: import('../../../worker/protocol/kernel-api.ts').FileTree;
  export default files;
}
