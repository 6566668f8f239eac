// Type-aware lint. The borders of DESIGN.md section 6 are errors: what each layer may import is listed here and nowhere else.
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Forbids imports whose path matches; patterns are gitignore-style, on the import specifier as written. */
const forbid = (files, patterns, message, ignores = []) => ({
  files,
  ignores: ['**/*.test.ts', '**/*.test.tsx', ...ignores],
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: patterns, message, allowTypeImports: false }] }],
  },
});

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      '.generated/**',
      '.cache/**',
      'node_modules/**',
      'tests/conformance/scripts/**',
      'test-results/**',
      'playwright-report/**',
      'tests/e2e/fixtures/**',
      // Files of the users' projects, not of this one.
      'src/projects/templates/*/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./worker/tsconfig.json', './src/tsconfig.json', './tests/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      // TypeScript itself checks names, and better.
      'no-undef': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', 'eslint.config.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        performance: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        TextEncoder: 'readonly',
        TextDecoder: 'readonly',
        Response: 'readonly',
        require: 'readonly',
        module: 'readonly',
      },
    },
  },
  {
    // Functions in there run in the page.
    files: ['tests/bench/*.mjs'],
    languageOptions: {
      globals: {
        window: 'readonly',
        document: 'readonly',
        navigator: 'readonly',
        requestAnimationFrame: 'readonly',
      },
    },
  },
  forbid(
    ['worker/protocol/**'],
    ['**/container/**', '**/node/**', '**/shell/**', '**/npm/**', '**/src/**'],
    'The protocol stands below everything.',
  ),
  forbid(
    ['worker/kernel/**'],
    [
      '**/container/embedded/**',
      '**/container/hosted/**',
      '**/node/**',
      '**/shell/**',
      '**/npm/**',
      '**/src/**',
    ],
    'The kernel knows a container by its interface alone; entry files compose.',
  ),
  forbid(
    ['worker/vfs/**'],
    ['**/kernel/**', '**/container/**', '**/node/**', '**/shell/**', '**/npm/**', '**/src/**'],
    'The filesystem knows no one above it.',
  ),
  forbid(
    ['worker/os/**'],
    ['**/kernel/**', '**/container/**', '**/node/**', '**/shell/**', '**/npm/**', '**/src/**'],
    'The OS layer knows no program and no kernel.',
  ),
  forbid(
    ['worker/node/**', 'worker/shell/**', 'worker/npm/**'],
    ['**/kernel/**', '**/container/**', '**/src/**'],
    'A program knows the kernel only as syscalls (os/process-context.ts).',
  ),
  forbid(
    ['worker/node/**'],
    ['**/kernel/**', '**/container/**', '**/src/**', '**/shell/**', '**/npm/**'],
    'Programs do not import each other.',
  ),
  forbid(
    ['src/**'],
    [
      '**/worker/container/**',
      '**/worker/node/**',
      '**/worker/shell/**',
      '**/worker/npm/**',
      '**/worker/vfs/!(filesystem.ts)',
      '**/worker/kernel/!(state.ts|event.ts)',
    ],
    'A tab renders what the kernel says; it never spawns, kills or writes state.',
  ),
);
