// Applets by name: the everyday ones come with the shell, the others when they are first called, so that a prompt does
// not wait for tar.

import { loadAgain } from '../../os/load-again.ts';
import type { Applet } from './applet.ts';
import { basename } from './basename.ts';
import { cat } from './cat.ts';
import { clear } from './clear.ts';
import { cp } from './cp.ts';
import { cut } from './cut.ts';
import { dirname } from './dirname.ts';
import { echo } from './echo.ts';
import { env } from './env.ts';
import { noStatus } from './false.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { kill } from './kill.ts';
import { ls } from './ls.ts';
import { mkdir } from './mkdir.ts';
import { mv } from './mv.ts';
import type { AppletName } from './names.ts';
import { printf } from './printf.ts';
import { pwd } from './pwd.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { test } from './test.ts';
import { touch } from './touch.ts';
import { yesStatus } from './true.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { which } from './which.ts';

type Loader = Applet | { load(): Promise<Applet> };

const applets: Readonly<Record<AppletName, Loader>> = {
  '[': test,
  awk: { load: async () => (await import('./awk.ts')).awk },
  base64: { load: async () => (await import('./base64.ts')).base64 },
  basename,
  cat,
  chmod: { load: async () => (await import('./chmod.ts')).chmod },
  clear,
  cmp: { load: async () => (await import('./cmp.ts')).cmp },
  code: { load: async () => (await import('./code.ts')).code },
  column: { load: async () => (await import('./column.ts')).column },
  comm: { load: async () => (await import('./comm.ts')).comm },
  cp,
  curl: { load: async () => (await import('./curl.ts')).curl },
  cut,
  date: { load: async () => (await import('./date.ts')).date },
  df: { load: async () => (await import('./df.ts')).df },
  diff: { load: async () => (await import('./diff.ts')).diff },
  dirname,
  du: { load: async () => (await import('./du.ts')).du },
  echo,
  egrep: grep,
  env,
  expr: { load: async () => (await import('./expr.ts')).expr },
  false: noStatus,
  fgrep: grep,
  find: { load: async () => (await import('./find.ts')).find },
  fold: { load: async () => (await import('./fold.ts')).fold },
  free: { load: async () => (await import('./free.ts')).free },
  git: { load: async () => (await import('./git.ts')).git },
  grep,
  gunzip: { load: async () => (await import('./gzip.ts')).gzip },
  gzip: { load: async () => (await import('./gzip.ts')).gzip },
  head,
  hostname: { load: async () => (await import('./hostname.ts')).hostname },
  id: { load: async () => (await import('./id.ts')).id },
  join: { load: async () => (await import('./join.ts')).join },
  kill,
  less: { load: async () => (await import('./less.ts')).less },
  ln: { load: async () => (await import('./ln.ts')).ln },
  ls,
  md5sum: { load: async () => (await import('./md5sum.ts')).md5sum },
  mkdir,
  mktemp: { load: async () => (await import('./mktemp.ts')).mktemp },
  more: { load: async () => (await import('./less.ts')).less },
  mv,
  nl: { load: async () => (await import('./nl.ts')).nl },
  nproc: { load: async () => (await import('./nproc.ts')).nproc },
  od: { load: async () => (await import('./od.ts')).od },
  paste: { load: async () => (await import('./paste.ts')).paste },
  printenv: { load: async () => (await import('./printenv.ts')).printenv },
  printf,
  ps: { load: async () => (await import('./ps.ts')).ps },
  pwd,
  readlink: { load: async () => (await import('./readlink.ts')).readlink },
  realpath: { load: async () => (await import('./realpath.ts')).realpath },
  rev: { load: async () => (await import('./rev.ts')).rev },
  rg: { load: async () => (await import('./rg.ts')).rg },
  rm,
  rmdir,
  sed: { load: async () => (await import('./sed.ts')).sed },
  seq: { load: async () => (await import('./seq.ts')).seq },
  sha1sum: { load: async () => (await import('./sha1sum.ts')).sha1sum },
  sha256sum: { load: async () => (await import('./sha256sum.ts')).sha256sum },
  shuf: { load: async () => (await import('./shuf.ts')).shuf },
  sleep,
  sort,
  split: { load: async () => (await import('./split.ts')).split },
  stat: { load: async () => (await import('./stat.ts')).stat },
  tac: { load: async () => (await import('./tac.ts')).tac },
  tail,
  tar: { load: async () => (await import('./tar.ts')).tar },
  tee,
  test,
  timeout: { load: async () => (await import('./timeout.ts')).timeout },
  touch,
  tr: { load: async () => (await import('./tr.ts')).tr },
  tree: { load: async () => (await import('./tree.ts')).tree },
  true: yesStatus,
  truncate: { load: async () => (await import('./truncate.ts')).truncate },
  uname: { load: async () => (await import('./uname.ts')).uname },
  uniq,
  unzip: { load: async () => (await import('./unzip.ts')).unzip },
  uptime: { load: async () => (await import('./uptime.ts')).uptime },
  watch: { load: async () => (await import('./watch.ts')).watch },
  wc,
  which,
  whoami: { load: async () => (await import('./whoami.ts')).whoami },
  xargs: { load: async () => (await import('./xargs.ts')).xargs },
  xxd: { load: async () => (await import('./xxd.ts')).xxd },
  yes: { load: async () => (await import('./yes.ts')).yes },
  zcat: { load: async () => (await import('./gzip.ts')).gzip },
  zip: { load: async () => (await import('./zip.ts')).zip },
};

/** The name is one of names.ts. */
/** Their arguments are text, whatever it is (POSIX XCU 1.6: no options). */
const withoutOptions: ReadonlySet<string> = new Set(['[', 'echo', 'false', 'test', 'true']);

/** What `name args` runs: the command, or what tells how it is used where `--help` is all that was said. */
export async function loadApplet(name: string, args: readonly string[]): Promise<Applet> {
  if (args.length === 1 && args[0] === '--help' && !withoutOptions.has(name))
    return (await loadAgain(() => import('./usage.ts'))).tellUsage;
  const applet = applets[name as AppletName];
  return typeof applet === 'function' ? applet : loadAgain(() => applet.load());
}
