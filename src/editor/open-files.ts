// Which files are open in tabs, as data: a pure model of tabs, the active one, and the preview tab. editor-store.ts owns
// the contents.

import { isWithin, movedPath } from '../files/paths.ts';

export interface OpenFile {
  readonly path: string;
  /** Shown in italics and replaced by the next file that is only looked at. */
  readonly preview: boolean;
}

export interface OpenFiles {
  readonly files: readonly OpenFile[];
  readonly active: string | null;
  /** Most recently active first; says which tab follows when one is closed. */
  readonly history: readonly string[];
  /** Closed by hand, the last one first, to be opened again. */
  readonly closed: readonly string[];
}

export const noOpenFiles: OpenFiles = { files: [], active: null, history: [], closed: [] };

/** Further back nobody remembers what was open. */
const closedLimit = 30;

export function openFile(state: OpenFiles, path: string, preview: boolean): OpenFiles {
  const existing = state.files.find((file) => file.path === path);
  let { files } = state;
  if (existing !== undefined) {
    if (existing.preview && !preview)
      files = files.map((file) => (file.path === path ? { path, preview: false } : file));
  } else if (preview && files.some((file) => file.preview)) {
    files = files.map((file) => (file.preview ? { path, preview } : file));
  } else {
    const at = files.findIndex((file) => file.path === state.active) + 1;
    files = [...files.slice(0, at), { path, preview }, ...files.slice(at)];
  }
  const open = new Set(files.map((file) => file.path));
  const history = [path, ...state.history.filter((seen) => seen !== path && open.has(seen))];
  return { files, active: path, history, closed: state.closed.filter((seen) => seen !== path) };
}

export function closeFile(state: OpenFiles, path: string): OpenFiles {
  const at = state.files.findIndex((file) => file.path === path);
  if (at < 0) return state;
  const files = state.files.filter((file) => file.path !== path);
  const history = state.history.filter((seen) => seen !== path);
  const next = history[0] ?? files[Math.min(at, files.length - 1)]?.path ?? null;
  const closed = [path, ...state.closed].slice(0, closedLimit);
  return { files, history, active: state.active === path ? next : state.active, closed };
}

/** Of a file that is gone: it cannot be opened again. */
export function forgetFile(state: OpenFiles, path: string): OpenFiles {
  const next = closeFile(state, path);
  return { ...next, closed: next.closed.filter((seen) => seen !== path) };
}

export function reopenFile(state: OpenFiles): OpenFiles {
  const [path] = state.closed;
  return path === undefined ? state : openFile(state, path, false);
}

/** The tab beside the active one, round the end. */
export function besideActive({ files, active }: OpenFiles, step: 1 | -1): string | null {
  const at = files.findIndex((file) => file.path === active);
  return files[(at + step + files.length) % files.length]?.path ?? null;
}

export function moveOpenFiles(state: OpenFiles, from: string, to: string): OpenFiles {
  const move = (path: string) => movedPath(path, from, to);
  return {
    files: state.files.map((file) => (isWithin(file.path, from) ? { ...file, path: move(file.path) } : file)),
    active: state.active === null ? null : move(state.active),
    history: state.history.map(move),
    closed: state.closed.map(move),
  };
}

/** Drags a tab before another one; null is the end. */
export function reorderFile(state: OpenFiles, path: string, before: string | null): OpenFiles {
  const moved = state.files.find((file) => file.path === path);
  if (moved === undefined || path === before) return state;
  const rest = state.files.filter((file) => file.path !== path);
  const at = before === null ? rest.length : rest.findIndex((file) => file.path === before);
  if (at < 0) return state;
  return { ...state, files: [...rest.slice(0, at), moved, ...rest.slice(at)] };
}

/** What was stored, made a whole state; null where it is none. */
export function parseOpenFiles(stored: string | null): OpenFiles | null {
  if (stored === null) return null;
  try {
    const raw = JSON.parse(stored) as { files?: unknown; active?: unknown };
    if (!Array.isArray(raw.files)) return null;
    const files: OpenFile[] = [];
    for (const file of raw.files as { path?: unknown; preview?: unknown }[])
      if (typeof file.path === 'string' && !files.some((seen) => seen.path === file.path))
        files.push({ path: file.path, preview: file.preview === true });
    const active = files.find((file) => file.path === raw.active)?.path ?? files[0]?.path ?? null;
    return { files, active, history: active === null ? [] : [active], closed: [] };
  } catch {
    return null;
  }
}
