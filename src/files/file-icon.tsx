// A file's icon by its type: a small letterform for the languages that one looks for, else a symbol.

import {
  Braces,
  File,
  FileArchive,
  FileImage,
  FileText,
  Folder,
  FolderOpen,
  Lock,
  Package,
  Terminal,
} from 'lucide-react';
import { extensionOf, nameOf } from './paths.ts';
import styles from './file-icon.module.css';

interface Props {
  readonly path: string;
  readonly folder?: boolean;
  readonly open?: boolean;
}

const letters: Readonly<Record<string, readonly [text: string, hue: string]>> = {
  js: ['JS', 'yellow'],
  mjs: ['JS', 'yellow'],
  cjs: ['JS', 'yellow'],
  jsx: ['JX', 'cyan'],
  ts: ['TS', 'blue'],
  mts: ['TS', 'blue'],
  cts: ['TS', 'blue'],
  tsx: ['TX', 'cyan'],
  css: ['#', 'magenta'],
  scss: ['#', 'magenta'],
  less: ['#', 'magenta'],
  html: ['<>', 'red'],
  htm: ['<>', 'red'],
  svg: ['<>', 'yellow'],
  xml: ['<>', 'green'],
  vue: ['V', 'green'],
  md: ['M', 'blue'],
  yml: ['Y', 'red'],
  yaml: ['Y', 'red'],
  py: ['Py', 'blue'],
};

const images = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'ico', 'bmp']);
const archives = new Set(['zip', 'gz', 'tgz', 'tar']);

export function FileIcon({ path, folder = false, open = false }: Props) {
  const common = { size: 15, strokeWidth: 1.75, className: styles.icon };
  if (folder) return open ? <FolderOpen {...common} data-folder="" /> : <Folder {...common} data-folder="" />;
  const name = nameOf(path);
  if (name === 'package.json') return <Package {...common} data-hue="green" />;
  if (name === 'package-lock.json') return <Lock {...common} />;
  const extension = extensionOf(path);
  const letter = letters[extension];
  if (letter !== undefined)
    return (
      <span className={styles.letter} data-hue={letter[1]} aria-hidden="true">
        {letter[0]}
      </span>
    );
  if (extension === 'json') return <Braces {...common} data-hue="yellow" />;
  if (extension === 'sh') return <Terminal {...common} data-hue="green" />;
  if (images.has(extension)) return <FileImage {...common} data-hue="magenta" />;
  if (archives.has(extension)) return <FileArchive {...common} />;
  if (extension === 'txt' || extension === '') return <FileText {...common} />;
  return <File {...common} />;
}
