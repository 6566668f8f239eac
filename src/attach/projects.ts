// The projects of this browser. The list is read from the shared registry; every change is made by the kernel of the
// project concerned, which is asked for it.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { FileTree, NewProject, ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import { openProjectRegistry } from '../../worker/projects/registry.ts';
import { Attach } from './attach.ts';

export interface ProjectsStore {
  /** Most recently opened first. */
  list(): Promise<readonly ProjectInfo[]>;
  /** Makes a project and its kernel; open it to attach. */
  create(options: { name: string; template?: string | null; files: FileTree }): Promise<ProjectInfo>;
  rename(id: ProjectId, name: string): Promise<void>;
  /** Stops and deletes it for good. */
  remove(id: ProjectId): Promise<void>;
}

export interface ProjectsOptions {
  readonly window: Window & typeof globalThis;
  readonly previewOrigins: Promise<readonly string[]>;
  /** The connection of the project that this tab shows, so that it is not attached twice. */
  readonly current: () => Attach | null;
}

export function openProjects({ window, previewOrigins, current }: ProjectsOptions): ProjectsStore {
  const registry = openProjectRegistry();

  /** Runs `task` with an attachment to the project's kernel, its own or the current one. */
  const withKernel = async <T>(
    project: ProjectId,
    create: NewProject | null,
    task: (attach: Attach) => Promise<T>,
  ): Promise<T> => {
    const shown = current();
    if (shown?.projectId === project) return task(shown);
    const attach = new Attach({ project, create, previewOrigins, window, role: 'visitor' });
    try {
      await attachedTo(attach);
      return await task(attach);
    } finally {
      attach[Symbol.dispose]();
    }
  };

  return {
    list: () => registry.list(),
    create: async ({ name, template = null, files }) => {
      const id = window.crypto.randomUUID().slice(0, 8) as ProjectId;
      return withKernel(id, { name, template, files }, async () => {
        const record = await registry.get(id);
        if (record === undefined)
          throw new Error(`The project "${name}" was not stored. Is there room on the disk?`);
        return record;
      });
    },
    rename: (id, name) => withKernel(id, null, ({ kernel }) => kernel.renameProject(name)),
    remove: (id) => withKernel(id, null, ({ kernel }) => kernel.destroyProject()),
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
