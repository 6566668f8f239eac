// Projects of different shapes for compare-with-npm.mjs.

const project = (name, rest) => ({ name, version: '1.0.0', ...rest });

export const projects = {
  express: project('express-app', { dependencies: { express: '^5.0.0' } }),
  fastify: project('fastify-app', { dependencies: { fastify: '^5.0.0' } }),
  'react-vite': project('react-vite-app', {
    dependencies: { react: '^19.0.0', 'react-dom': '^19.0.0' },
    devDependencies: { vite: '^7.0.0', '@vitejs/plugin-react': '^5.0.0', typescript: '^5.0.0' },
  }),
  eslint: project('eslint-app', {
    devDependencies: { eslint: '^9.0.0', '@eslint/js': '^9.0.0', 'typescript-eslint': '^8.0.0' },
  }),
  large: project('large-app', {
    dependencies: { express: '^4.18.0', lodash: '^4.17.0', axios: '^1.0.0', chalk: '^4.0.0' },
    devDependencies: {
      webpack: '^5.0.0',
      'webpack-cli': '^5.0.0',
      'webpack-dev-server': '^5.0.0',
      jest: '^29.0.0',
      '@babel/core': '^7.0.0',
      '@babel/preset-env': '^7.0.0',
      'babel-loader': '^9.0.0',
      'css-loader': '^6.0.0',
    },
  }),
  overrides: project('overrides-app', {
    dependencies: { express: '^4.18.0' },
    overrides: { qs: '6.11.0', 'body-parser': { bytes: '3.1.1' } },
  }),
  alias: project('alias-app', {
    dependencies: { react17: 'npm:react@^17.0.0', react: '^18.0.0', chalk: 'latest' },
    optionalDependencies: { fsevents: '^2.3.0' },
  }),
};
