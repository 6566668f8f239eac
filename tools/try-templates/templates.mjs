// What is tried of each template: a file, what of it is seen on the page, and how it is broken.

const atEnd = (text) => (source) => source + text;
const inScript = (text) => (source) => source.replace('</script>', `${text}</script>`);
const noName = '\nconst = 1;\n';

/**
 * `file` holds the heading `from`; `mistake` breaks it. `state`: whether the component's state outlives an edit; `reloads`: each
 * edit loads the page anew, and what it shows is in its HTML. `preview`: the arguments of the command that serves the build, on
 * `port`.
 */
const vite = (file, from, { state = 'kept', mistake = atEnd(noName), ...rest } = {}) => ({
  kind: 'front end',
  file,
  from,
  state,
  mistake,
  preview: ['npm', ['run', 'preview']],
  port: 4173,
  ...rest,
});
/** `shows`: what the element `within` the page says. */
const server = { kind: 'server', within: 'h1', shows: 'Hello' };

export const templates = {
  react: vite('src/App.jsx', 'Hello, React'),
  'react-ts': vite('src/App.tsx', 'React and TypeScript'),
  'react-vite8': vite('src/App.jsx', 'Hello, React'),
  tailwind: vite('src/App.jsx', 'Hello, Tailwind'),
  'vanilla-ts': vite('src/main.ts', 'Hello, TypeScript', { state: 'lost' }),
  vue: vite('src/App.vue', 'Hello, Vue', { mistake: inScript(noName) }),
  svelte: vite('src/App.svelte', 'Hello, Svelte', { state: 'lost', mistake: inScript(noName) }),
  preact: vite('src/app.jsx', 'Hello, Preact'),
  solid: vite('src/App.jsx', 'Hello, Solid', { state: 'lost' }),
  // Plain JavaScript is not transformed: only an import can be wrong for Vite.
  lit: vite('src/hello-counter.js', 'Hello, ', {
    state: 'lost',
    mistake: atEnd("\nimport './missing.js';\n"),
  }),
  astro: vite('src/pages/index.astro', 'Hello, Astro', {
    state: 'lost',
    mistake: (source) => source.replace('const made', `${noName}const made`),
    reloads: true,
    // The dev server has the port that both would take.
    port: 4322,
  }),
  'react-express': vite('src/App.jsx', 'React and Express', {
    state: 'none',
    preview: ['env', ['PORT=3002', 'npm', 'start']],
    port: 3002,
  }),
  // A page without a heading: its script asks the server for the count.
  express: { kind: 'server', within: 'output', shows: /^-?\d+$/ },
  fastify: server,
  hono: server,
  koa: server,
  library: { kind: 'library' },
};
