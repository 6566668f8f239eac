// What a file is called in the status bar. Monaco decides its colours on its own.

import { extensionOf, nameOf } from '../files/paths.ts';

const names: Readonly<Record<string, string>> = {
  js: 'JavaScript',
  mjs: 'JavaScript',
  cjs: 'JavaScript',
  jsx: 'JavaScript JSX',
  ts: 'TypeScript',
  mts: 'TypeScript',
  cts: 'TypeScript',
  tsx: 'TypeScript JSX',
  json: 'JSON',
  css: 'CSS',
  scss: 'SCSS',
  less: 'Less',
  html: 'HTML',
  htm: 'HTML',
  md: 'Markdown',
  svg: 'SVG',
  xml: 'XML',
  yml: 'YAML',
  yaml: 'YAML',
  sh: 'Shell',
  sql: 'SQL',
  py: 'Python',
  png: 'PNG image',
  jpg: 'JPEG image',
  jpeg: 'JPEG image',
  gif: 'GIF image',
  webp: 'WebP image',
  avif: 'AVIF image',
  ico: 'Icon',
};

export function languageName(path: string): string {
  return names[extensionOf(path)] ?? (nameOf(path).startsWith('.') ? 'Configuration' : 'Plain text');
}
