// Who watches what: inotify's events in the two kinds that fs.watch has. Events are collected while an operation is applied
// and delivered when it is complete, so that a listener sees the filesystem as it is afterwards. One a filesystem.

import type { WatchEvent } from './filesystem.ts';
import type { DirectoryNode, Inode } from './inode.ts';

interface Watcher {
  readonly recursive: boolean;
  readonly listener: (event: WatchEvent) => void;
  closed: boolean;
}

/** Concurrent renames can close a loop for a moment, until the authority's correction: no path is deeper than this. */
const maxDepth = 1000;

export class WatchRegistry {
  readonly #watchers = new Map<Inode, Set<Watcher>>();
  #queue: { watcher: Watcher; event: WatchEvent }[] = [];
  #delivering = false;

  watch(node: Inode, recursive: boolean, listener: (event: WatchEvent) => void): Disposable {
    const watcher: Watcher = { recursive, listener, closed: false };
    const watchers = this.#watchers.get(node) ?? new Set();
    this.#watchers.set(node, watchers.add(watcher));
    return {
      [Symbol.dispose]: () => {
        watcher.closed = true;
        watchers.delete(watcher);
        if (watchers.size === 0 && this.#watchers.get(node) === watchers) this.#watchers.delete(node);
      },
    };
  }

  /** A name came, went, or leads elsewhere now. */
  renamed(directory: DirectoryNode, name: string): void {
    if (this.#watchers.size > 0) this.#climb(directory, name, 'rename');
  }

  /** An inode loses a name. */
  unlinked(node: Inode, name: string): void {
    if (this.#watchers.size > 0) this.#tell(node, 'rename', name, false);
  }

  /** Contents or attributes changed. */
  changed(node: Inode): void {
    if (this.#watchers.size === 0) return;
    const [first] = node.links;
    if (first !== undefined) this.#tell(node, 'change', first.name, false);
    for (const { parent, name } of node.links) this.#climb(parent, name, 'change');
  }

  /** A pack filled a directory: its entries are not told one by one, the directory is. */
  mounted(directory: DirectoryNode): void {
    for (const { parent, name } of directory.links) this.renamed(parent, name);
  }

  /** Calls the listeners with what was collected. */
  deliver(): void {
    if (this.#delivering || this.#queue.length === 0) return;
    this.#delivering = true;
    try {
      // A listener may change files itself: its events come behind these.
      while (this.#queue.length > 0) {
        const batch = this.#queue;
        this.#queue = [];
        for (const { watcher, event } of batch) if (!watcher.closed) watcher.listener(event);
      }
    } finally {
      this.#delivering = false;
    }
  }

  #climb(directory: DirectoryNode, name: string, type: WatchEvent['type']): void {
    this.#tell(directory, type, name, false);
    let path = name;
    let at: DirectoryNode | undefined = directory;
    for (let depth = 0; at !== undefined && depth < maxDepth; depth++) {
      this.#tell(at, type, path, true);
      const link: DirectoryNode['links'][number] | undefined = at.links[0];
      if (link !== undefined) path = `${link.name}/${path}`;
      at = link?.parent;
    }
  }

  #tell(node: Inode, type: WatchEvent['type'], filename: string, recursive: boolean): void {
    for (const watcher of this.#watchers.get(node) ?? [])
      if (watcher.recursive === recursive) this.#queue.push({ watcher, event: { type, filename } });
  }
}
