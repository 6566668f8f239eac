// The files of a template's folder, put together by tools/templates/vite-plugin.mjs.
declare module '*?template' {
  import type { FileTree } from '../../../worker/protocol/kernel-api.ts';
  const files: FileTree;
  export default files;
}
