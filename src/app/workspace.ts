// The tab's one open project and how it changes: which kernel the tab is attached to, told to the renderer and to the agent
// API. Lives as long as the page.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { FileTree, NewProject, ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import { openProjectRegistry } from '../../worker/projects/registry.ts';
import { Attach } from '../attach/attach.ts';
import { attachedTo, openProjects, type ProjectsStore } from '../attach/projects.ts';
import { firstTemplate, templateById } from '../projects/templates/templates.ts';
import { addressOf, projectInAddress } from './current-project.ts';

/** In session storage: what this tab shows. */
const shownKey = 'holdfast:shown';

export interface OpenProject {
  readonly connection: Attach;
  readonly info: ProjectInfo;
}

export interface WorkspaceOptions {
  readonly window: Window & typeof globalThis;
  readonly previewOrigins: Promise<readonly string[]>;
  /** Resolves when the machine's workers may be made. */
  readonly served: Promise<void>;
  /** Called with each SharedWorker of a kernel that the tab constructs. */
  readonly onKernelPort: (port: MessagePort, project: ProjectId) => void;
}

export class Workspace {
  readonly projects: ProjectsStore;
  readonly #registry = openProjectRegistry();
  readonly #listeners = new Set<() => void>();
  #open: OpenProject | null = null;

  constructor(private readonly options: WorkspaceOptions) {
    const { window, previewOrigins } = options;
    this.projects = openProjects({ window, previewOrigins, current: () => this.#open?.connection ?? null });
  }

  get current(): OpenProject | null {
    return this.#open;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What the address names, else what was open last, else a new project: a first visit. */
  async start(): Promise<void> {
    const { window } = this.options;
    window.addEventListener('hashchange', () => {
      const id = projectInAddress(window.location);
      if (id !== null && id !== this.#open?.info.id) void this.open(id);
    });
    const addressed = projectInAddress(window.location);
    const shown = this.#shownBefore(addressed);
    if (shown !== null) {
      // Should it have been deleted meanwhile, the kernel makes it anew, as for any address of no project.
      this.#show(shown, this.#firstProject());
      const current = await this.#registry.get(shown.id);
      if (current !== undefined && this.#open?.info.id === shown.id && current.name !== shown.name)
        this.#rename(current.name);
      return;
    }
    const known = addressed === null ? (await this.#registry.list())[0] : await this.#registry.get(addressed);
    if (known !== undefined) this.#show(known, null);
    else this.#create(addressed);
  }

  /** Shows a project in this tab; resolves when attached to its kernel. */
  async open(id: ProjectId): Promise<void> {
    const info = await this.#registry.get(id);
    if (info === undefined) throw new Error(`There is no project ${id} in this browser.`);
    if (this.#open?.info.id !== id) this.#show(info, null);
    if (this.#open !== null) await attachedTo(this.#open.connection);
  }

  async create(request: { name?: string; template?: string; files?: FileTree }): Promise<ProjectInfo> {
    const template = request.template === undefined ? null : templateById(request.template);
    if (template === undefined) throw new Error(`There is no template "${request.template ?? ''}".`);
    return this.projects.create({
      name: request.name ?? template?.name ?? 'project',
      template: template?.id ?? null,
      files: { ...(await template?.load()), ...request.files },
    });
  }

  async remove(id: ProjectId): Promise<void> {
    await this.projects.remove(id);
    if (this.#open?.info.id !== id) return;
    const [next] = await this.#registry.list();
    if (next === undefined) this.#create(null);
    else this.#show(next, null);
  }

  async rename(id: ProjectId, name: string): Promise<void> {
    await this.projects.rename(id, name);
    if (this.#open?.info.id === id) this.#rename(name);
  }

  #rename(name: string): void {
    if (this.#open === null) return;
    this.#open = { ...this.#open, info: { ...this.#open.info, name } };
    this.#remember();
    this.#tell();
  }

  /** What this tab knew of the project before a reload: nothing is read from the disk before the kernel is called. */
  #shownBefore(id: ProjectId | null): ProjectInfo | null {
    if (id === null) return null;
    try {
      const stored = this.options.window.sessionStorage.getItem(shownKey);
      const info = JSON.parse(stored ?? 'null') as ProjectInfo | null;
      return info?.id === id && typeof info.name === 'string' ? info : null;
    } catch {
      return null;
    }
  }

  #remember(): void {
    try {
      this.options.window.sessionStorage.setItem(shownKey, JSON.stringify(this.#open?.info ?? null));
    } catch {
      // Not remembered: the next load reads the registry first.
    }
  }

  #firstProject(): NewProject {
    const { name, id, files } = firstTemplate;
    return { name, template: id, files };
  }

  /** A first visit: the kernel makes the project while the page already renders it. */
  #create(addressed: ProjectId | null): void {
    const first = this.#firstProject();
    const id = addressed ?? (this.options.window.crypto.randomUUID().slice(0, 8) as ProjectId);
    const now = Date.now();
    const info: ProjectInfo = {
      id,
      name: first.name,
      template: first.template,
      createdAt: now,
      openedAt: now,
    };
    this.#show(info, first);
  }

  #show(info: ProjectInfo, create: NewProject | null): void {
    const { window, previewOrigins, served, onKernelPort } = this.options;
    this.#open?.connection[Symbol.dispose]();
    window.history.replaceState(null, '', addressOf(info.id));
    const connection = new Attach({
      project: info.id,
      create,
      role: 'tab',
      previewOrigins,
      served,
      window,
      onWorker: (port) => onKernelPort(port, info.id),
    });
    this.#open = { connection, info };
    this.#remember();
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
