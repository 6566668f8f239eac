// Node's type declarations as text, for the language services. A large chunk of its own, loaded after the editor.

const files = import.meta.glob<string>('/node_modules/@types/node/**/*.d.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const nodeTypes: readonly { readonly path: string; readonly text: string }[] = Object.entries(files)
  // Declarations for TypeScript versions older than Monaco's.
  .filter(([path]) => !/\/(ts\d|compatibility)/.test(path))
  .map(([path, text]) => ({ path: `file://${path}`, text }));
