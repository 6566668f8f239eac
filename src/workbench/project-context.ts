// The projects of this browser and the one that is open, for components.

import { createContext, use } from 'react';
import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import type { ProjectsStore } from '../attach/projects.ts';

export interface Projects {
  readonly store: Pick<ProjectsStore, 'list' | 'rename' | 'remove'> & {
    /** Makes a project and shows it in this tab. */
    readonly create: ProjectsStore['create'];
  };
  readonly current: ProjectInfo;
  /** Shows another project in this tab. */
  readonly open: (id: ProjectId) => void;
}

export const ProjectsContext = createContext<Projects | null>(null);

export function useProjects(): Projects {
  const projects = use(ProjectsContext);
  if (projects === null) throw new Error('No ProjectsContext above this component');
  return projects;
}
