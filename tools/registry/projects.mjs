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
  next: project('next-app', {
    dependencies: { next: '^15.0.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
    devDependencies: {
      tailwindcss: '^4.0.0',
      '@tailwindcss/postcss': '^4.0.0',
      'eslint-config-next': '^15.0.0',
      eslint: '^9.0.0',
    },
  }),
  vue: project('vue-app', {
    dependencies: { vue: '^3.0.0', 'vue-router': '^4.0.0', pinia: '^3.0.0' },
    devDependencies: {
      vite: '^6.0.0',
      '@vitejs/plugin-vue': '^5.0.0',
      vitest: '^3.0.0',
      '@vue/test-utils': '^2.0.0',
      jsdom: '^26.0.0',
    },
  }),
  angular: project('angular-app', {
    dependencies: {
      '@angular/core': '^20.0.0',
      '@angular/common': '^20.0.0',
      '@angular/router': '^20.0.0',
      '@angular/forms': '^20.0.0',
      '@angular/platform-browser': '^20.0.0',
      rxjs: '^7.0.0',
    },
    devDependencies: {
      '@angular/cli': '^20.0.0',
      '@angular/build': '^20.0.0',
      '@angular/compiler-cli': '^20.0.0',
      typescript: '~5.8.0',
    },
  }),
  'old-peers': project('old-peers-app', {
    dependencies: {
      react: '^17.0.0',
      'react-dom': '^17.0.0',
      'react-router-dom': '^5.0.0',
      '@material-ui/core': '^4.0.0',
    },
    devDependencies: {
      'eslint-config-airbnb': '^19.0.0',
      'ts-jest': '^27.0.0',
      jest: '^27.0.0',
      '@testing-library/react': '^12.0.0',
    },
  }),
  storybook: project('storybook-app', {
    dependencies: { react: '^18.0.0', 'react-dom': '^18.0.0' },
    devDependencies: {
      storybook: '^8.0.0',
      '@storybook/react-vite': '^8.0.0',
      '@storybook/addon-essentials': '^8.0.0',
      vite: '^6.0.0',
      typescript: '^5.0.0',
    },
  }),
  nest: project('nest-app', {
    dependencies: {
      '@nestjs/common': '^11.0.0',
      '@nestjs/core': '^11.0.0',
      '@nestjs/platform-express': '^11.0.0',
      'reflect-metadata': '^0.2.0',
      rxjs: '^7.0.0',
    },
    devDependencies: {
      '@nestjs/cli': '^11.0.0',
      '@nestjs/testing': '^11.0.0',
      jest: '^30.0.0',
      'ts-jest': '^29.0.0',
      typescript: '^5.0.0',
    },
  }),
  conflict: project('conflict-app', { dependencies: { react: '18.2.0', 'react-dom': '19.0.0' } }),
  'conflict-forced': project('conflict-app', { dependencies: { react: '18.2.0', 'react-dom': '19.0.0' } }),
  'conflict-ignored': project('conflict-app', { dependencies: { react: '18.2.0', 'react-dom': '19.0.0' } }),
  overrides: project('overrides-app', {
    dependencies: { express: '^4.18.0' },
    overrides: { qs: '6.11.0', 'body-parser': { bytes: '3.1.1' } },
  }),
  alias: project('alias-app', {
    dependencies: { react17: 'npm:react@^17.0.0', react: '^18.0.0', chalk: 'latest' },
    optionalDependencies: { fsevents: '^2.3.0' },
  }),
};

/** Options of the install, for npm and for ours. */
export const options = {
  'conflict-forced': ['--force'],
  'conflict-ignored': ['--legacy-peer-deps'],
};
