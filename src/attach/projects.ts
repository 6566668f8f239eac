// The projects of this browser. The list is read from the shared registry; every change is made by the kernel of the
// project concerned, which is asked for it.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { FileTree, NewProject, ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import type { TabHello } from '../../worker/protocol/tab-messages.ts';
import { openProjectRegistry } from '../../worker/projects/registry.ts';
import type { Attach } from './attach.ts';

export interface ProjectOptions {
  readonly name: string;
  readonly template?: string | null;
  readonly files: FileTree;
}

export interface ProjectsStore {
  /** Most recently opened first. */
  list(): Promise<readonly ProjectInfo[]>;
  /** Makes a project and its kernel; open it to attach. */
  create(options: ProjectOptions): Promise<ProjectInfo>;
  /** The same, for a tab that shows it next: attached already, which is that tab's to end. */
  createAttached(options: ProjectOptions): Promise<{ info: ProjectInfo; connection: Attach }>;
  rename(id: ProjectId, name: string): Promise<void>;
  /** Stops and deletes it for good. */
  remove(id: ProjectId): Promise<void>;
}

export interface ProjectsOptions {
  readonly window: Window & typeof globalThis;
  /** Attaches this tab to a kernel: as one that shows its project, or for a moment. */
  readonly attach: (project: ProjectId, create: NewProject | null, role: TabHello['role']) => Attach;
  /** The connection of the project that this tab shows, so that it is not attached twice. */
  readonly current: () => Attach | null;
}

export function openProjects({ window, attach, current }: ProjectsOptions): ProjectsStore {
  const registry = openProjectRegistry();

  /** Runs `task` with an attachment to the project's kernel, its own or the current one. */
  const withKernel = async <T>(project: ProjectId, task: (attach: Attach) => Promise<T>): Promise<T> => {
    const shown = current();
    if (shown?.projectId === project) return task(shown);
    const visit = attach(project, null, 'visitor');
    try {
      await attachedTo(visit);
      return await task(visit);
    } finally {
      visit[Symbol.dispose]();
    }
  };

  const make = async ({ name, template = null, files }: ProjectOptions, role: TabHello['role']) => {
    const id = window.crypto.randomUUID().slice(0, 8) as ProjectId;
    const connection = attach(id, { name, template, files }, role);
    try {
      await attachedTo(connection);
      const info = await registry.get(id);
      if (info === undefined)
        throw new Error(`The project "${name}" was not stored. Is there room on the disk?`);
      return { info, connection };
    } catch (error) {
      connection[Symbol.dispose]();
      throw error;
    }
  };

  return {
    list: () => registry.list(),
    create: async (options) => {
      const { info, connection } = await make(options, 'visitor');
      connection[Symbol.dispose]();
      return info;
    },
    createAttached: (options) => make(options, 'tab'),
    rename: (id, name) => withKernel(id, ({ kernel }) => kernel.renameProject(name)),
    remove: (id) => withKernel(id, ({ kernel }) => kernel.destroyProject()),
  };
}

/** Resolves once the kernel has greeted; rejects with the link's reason. */
export function attachedTo(attach: Attach): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const link = attach.getSnapshot();
      if (link.link === 'attached') resolve();
      else if (link.link === 'lost' || link.link === 'unsupported') reject(new Error(link.reason));
      else return false;
      return true;
    };
    if (look()) return;
    const unsubscribe = attach.subscribe(() => {
      if (look()) unsubscribe();
    });
  });
}
