// What `NAME --help` and the shell's `help` say of each command. Loaded when asked for.

import type { Applet } from './applet.ts';
import type { AppletName } from './names.ts';

export interface Usage {
  /** What follows the name: options and operands, as man pages write them. */
  readonly operands: string;
  readonly summary: string;
}

const usage = (operands: string, summary: string): Usage => ({ operands, summary });

const checksum = (kind: string) => usage('[-bcqstw] [file…]', `print or check ${kind} checksums`);
const pattern = '[-EFHLRchilnoqrsvwx] [-e pattern] [-A|-B|-C lines] pattern [file…]';

export const usages: Readonly<Record<AppletName, Usage>> = {
  '[': usage('expression ]', 'evaluate a conditional expression'),
  awk: usage(
    '[-F separator] [-v name=value] [-f file] [program] [file…]',
    'select lines and work on their fields',
  ),
  base64: usage('[-di] [-w columns] [file]', 'encode or decode as base64'),
  basename: usage('[-az] [-s suffix] name [suffix]', 'strip folders and a suffix from names'),
  cat: usage('[-AETbenstuv] [file…]', 'write files one after another'),
  chmod: usage('[-Rcfv] mode file…', 'change the mode of files'),
  clear: usage('', 'clear the screen and its scrollback'),
  cmp: usage('[-bls] file [file]', 'compare two files byte by byte'),
  code: usage('[-grnw] file[:line[:column]]…', 'show files in the editor'),
  column: usage('[-t] [-s separators] [-o text] [-c width] [file…]', 'arrange lines in columns'),
  comm: usage('[-123] file file', 'compare two sorted files line by line'),
  cp: usage('[-LPRTafnpruv] [-t folder] source… target', 'copy files and folders'),
  curl: usage('[options] url…', 'transfer by HTTP: ports of this machine, and hosts that allow it by CORS'),
  cut: usage('[-ns] [-d delimiter] -b|-c|-f list [file…]', 'cut parts out of each line'),
  date: usage('[-IRu] [-d text] [-r file] [+format]', 'print the date and time'),
  df: usage('[-PThak]', 'show how much the browser lets this machine store'),
  diff: usage('[-BNabciqrsuw] [-U lines] file file', 'compare files line by line'),
  dirname: usage('[-z] name…', 'strip the last part from names'),
  du: usage('[-abchkms] [-d depth] [file…]', 'show how much files take'),
  echo: usage('[-neE] [word…]', 'write words'),
  egrep: usage(pattern, 'search with extended regular expressions'),
  env: usage(
    '[-0i] [-u name] [-C folder] [name=value…] [command…]',
    'run a command with another environment',
  ),
  expr: usage('expression', 'evaluate an expression'),
  false: usage('', 'do nothing, unsuccessfully'),
  fgrep: usage(pattern, 'search for plain strings'),
  find: usage('[path…] [expression]', 'find files and act on them'),
  fold: usage('[-bs] [-w width] [file…]', 'wrap lines to a width'),
  free: usage('', 'fails: a browser does not tell how much memory is free'),
  git: usage(
    '[-C folder] [-c name=value] command [argument…]',
    'keep the history of files: `git help` lists its commands',
  ),
  grep: usage(pattern, 'search for a pattern'),
  gunzip: usage('[-cfknqtv] [file…]', 'unpack gzip files'),
  gzip: usage('[-123456789cdfknqtv] [file…]', 'pack files with gzip'),
  head: usage('[-qv] [-n lines] [-c bytes] [file…]', 'write the first part of files'),
  hostname: usage('', 'print the name of this machine'),
  id: usage('[-Ggnru]', 'print who the user is'),
  join: usage(
    '[-i] [-1 field] [-2 field] [-t character] [-a file] [-v file] [-e text] [-o list] file file',
    'join the lines of two sorted files',
  ),
  kill: usage('[-s signal | -signal] pid… | -l', 'send a signal to processes'),
  less: usage('[-FNRSXinrs] [file…]', 'show text a screen at a time'),
  ln: usage('[-Tfnrsv] target… [name]', 'make links'),
  ls: usage('[-1ACFGRSUadghilnoprt] [file…]', 'list files'),
  md5sum: checksum('MD5'),
  mkdir: usage('[-pv] [-m mode] folder…', 'make folders'),
  mktemp: usage('[-dqtu] [-p folder] [template]', 'make a temporary file or folder'),
  more: usage('[file…]', 'show text a screen at a time'),
  mv: usage('[-Tfnv] [-t folder] source… target', 'move and rename files'),
  nl: usage('[-b style] [-v first] [-i step] [-w width] [-s text] [file…]', 'number lines'),
  nproc: usage('', 'print how many processors there are'),
  od: usage(
    '[-abcdovx] [-A radix] [-t type] [-N bytes] [-j bytes] [file…]',
    'show bytes as numbers and characters',
  ),
  paste: usage('[-s] [-d list] [file…]', 'join lines of files'),
  printenv: usage('[-0] [name…]', 'print the environment'),
  printf: usage('format [argument…]', 'write formatted text'),
  ps: usage('[aux | -ef]', 'list processes'),
  pwd: usage('[-LP]', 'print the working directory'),
  readlink: usage('[-efmnqsvz] file…', 'print where symbolic links lead'),
  realpath: usage('[-LPemqsz] [--relative-to=folder] file…', 'print absolute paths'),
  rev: usage('[file…]', 'reverse the characters of each line'),
  rg: usage(
    '[-FHILNSaciloqsvwx] [-A|-B|-C lines] [-g glob] [-t type] [-r text] [--files] [--json] pattern [path…]',
    'search the files that no .gitignore leaves out',
  ),
  rm: usage('[-Rdfirv] file…', 'remove files and folders'),
  rmdir: usage('[-p] folder…', 'remove empty folders'),
  sed: usage('[-Ensuz] [-i] [-e script] [-f file] [script] [file…]', 'edit text as it passes'),
  seq: usage('[-s text] [-w] [first [step]] last', 'print numbers'),
  sha1sum: checksum('SHA-1'),
  sha256sum: checksum('SHA-256'),
  shuf: usage('[-erz] [-i low-high] [-n count] [-o file] [file]', 'write lines in a random order'),
  sleep: usage('number[smhd]…', 'wait'),
  sort: usage('[-CVbcdfghinrsuz] [-k key] [-t separator] [-o file] [file…]', 'sort lines'),
  split: usage('[-d] [-l lines] [-b bytes] [-a length] [file [prefix]]', 'cut a file into pieces'),
  stat: usage('[-Lt] [-c format] file…', 'show what is known of files'),
  tac: usage('[file…]', 'write lines last first'),
  tail: usage('[-Ffqv] [-n lines] [-c bytes] [file…]', 'write the last part of files'),
  tar: usage('[-Ocjkmptvxz] [-f archive] [-C folder] [file…]', 'pack and unpack archives'),
  tee: usage('[-aip] [file…]', 'write to files and to the output'),
  test: usage('expression', 'evaluate a conditional expression'),
  timeout: usage(
    '[-s signal] [-k duration] duration command…',
    'run a command, and end it where it takes too long',
  ),
  touch: usage('[-achm] [-r file] [-d time] [-t stamp] file…', 'make files, or change their times'),
  tr: usage('[-Ccdst] set [set]', 'replace or delete characters'),
  tree: usage('[-Cad] [-L depth] [-I pattern] [folder…]', 'show folders as a tree'),
  true: usage('', 'do nothing, successfully'),
  truncate: usage('[-c] [-s size] [-r file] file…', 'set the length of files'),
  uname: usage('[-aimnoprsv]', 'print what this machine is'),
  uniq: usage('[-cdiu] [-f fields] [-w characters] [-s characters] [file]', 'leave out repeated lines'),
  unzip: usage('[-jlnopq] [-d folder] [-x name] archive', 'unpack zip archives'),
  uptime: usage('', 'tell how long this machine has been up'),
  watch: usage('[-et] [-n seconds] command…', 'run a command again and again, and show its output'),
  wc: usage('[-Lclmw] [file…]', 'count lines, words and bytes'),
  which: usage('[-a] name…', 'tell where commands are'),
  whoami: usage('', 'print the name of the user'),
  xargs: usage(
    '[-0rt] [-n number] [-L lines] [-I text] [-d delimiter] [command…]',
    'run a command with arguments from the input',
  ),
  xxd: usage(
    '[-pru] [-c columns] [-g bytes] [-l length] [-s offset] [file]',
    'show bytes as hexadecimal, and make bytes of it',
  ),
  yes: usage('[word…]', 'write a line until stopped'),
  zcat: usage('[file…]', 'write what gzip files hold'),
  zip: usage('[-0123456789jqr] [-x name] archive file…', 'pack files into a zip archive'),
};

export const usageText = (name: string, { operands, summary }: Usage): string =>
  `Usage: ${name}${operands === '' ? '' : ` ${operands}`}\n${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n`;

/** `NAME --help`. */
export const tellUsage: Applet = async ({ name, stdout }) => {
  await stdout.write(usageText(name, usages[name as AppletName]));
  return 0;
};
