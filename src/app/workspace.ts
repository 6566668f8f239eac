// The tab's one open project and how it changes: which kernel the tab is attached to, told to the renderer and to the agent
// API. Lives as long as the page.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { NewProject, ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import type { TabHello } from '../../worker/protocol/tab-messages.ts';
import { openProjectRegistry } from '../../worker/projects/registry.ts';
import type { CreateOptions } from '../agent/holdfast-api.ts';
import { Attach } from '../attach/attach.ts';
import { attachedTo, openProjects, type ProjectOptions, type ProjectsStore } from '../attach/projects.ts';
import { firstTemplate, templateById, type Template } from '../projects/templates/templates.ts';
import { createStore, type Store } from '../workbench/store.ts';
import { addressOf, parseLink, projectInAddress, type ProjectLink } from './current-project.ts';

/** In session storage: what this tab shows. */
const shownKey = 'holdfast:shown';

export interface OpenProject {
  readonly connection: Attach;
  readonly info: ProjectInfo;
}

export interface WorkspaceOptions {
  readonly window: Window & typeof globalThis;
  readonly previewOrigins: Promise<readonly string[]>;
  /** What a first visit opens; null for our own first project. */
  readonly firstVisit: ProjectLink | null;
  /** Resolves when the machine's workers may be made. */
  readonly served: Promise<void>;
  /** Called with each SharedWorker of the shown project's kernel that the tab constructs. */
  readonly onKernelPort: (port: MessagePort, project: ProjectId) => void;
}

const emptyProject: NewProject = { name: 'project', template: null, files: {} };

async function linkedProject(link: ProjectLink, window: Window): Promise<NewProject> {
  if (link.kind === 'zip') {
    const { hostedProject } = await import('../projects/hosted-project.ts');
    return hostedProject(link, window);
  }
  const template = templateById(link.template);
  if (template === undefined)
    throw new Error(`There is no template "${link.template}". “New project…” shows those there are.`);
  return projectOf(template);
}

async function projectOf({ name, id, load }: Template): Promise<NewProject> {
  return { name, template: id, files: await load() };
}

export class Workspace {
  readonly projects: ProjectsStore;
  /** Why the address could not be followed, last. */
  readonly problem: Store<Error | null> = createStore<Error | null>(null);
  readonly #registry = openProjectRegistry();
  readonly #listeners = new Set<() => void>();
  /** Of each project's kernel that this tab attached to as one that shows it, the latest. */
  readonly #kernelPorts = new Map<ProjectId, MessagePort>();
  #open: OpenProject | null = null;

  constructor(private readonly options: WorkspaceOptions) {
    this.projects = openProjects({
      window: options.window,
      attach: (project, create, role) => this.#attach(project, create, role),
      current: () => this.#open?.connection ?? null,
    });
  }

  get current(): OpenProject | null {
    return this.#open;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What the address names or asks for, else what was open last, else a new project: a first visit. */
  async start(): Promise<void> {
    const { window } = this.options;
    window.addEventListener('hashchange', () => void this.#follow());
    if (await this.#startWith(parseLink(window.location.hash))) return;
    const addressed = projectInAddress(window.location);
    const shown = this.#shownBefore(addressed);
    if (shown !== null) {
      // Should it have been deleted meanwhile, the kernel makes it anew, as for any address of no project.
      this.#show(shown, this.#attach(shown.id, this.#firstProject()));
      const current = await this.#registry.get(shown.id);
      if (current !== undefined && this.#open?.info.id === shown.id && current.name !== shown.name)
        this.#rename(current.name);
      return;
    }
    const known = addressed === null ? (await this.#registry.list())[0] : await this.#registry.get(addressed);
    if (known !== undefined) this.#show(known, this.#attach(known.id, null));
    else if (addressed !== null || !(await this.#startWith(this.options.firstVisit)))
      this.#create(addressed, this.#firstProject());
  }

  /** False where there is no link, or it cannot be followed, which is told. */
  async #startWith(link: ProjectLink | null): Promise<boolean> {
    if (link === null) return false;
    try {
      this.#create(null, await linkedProject(link, this.options.window));
      if (link.run) this.#run();
      return true;
    } catch (error) {
      this.problem.set(error as Error);
      return false;
    }
  }

  /** The address was changed by hand, by a link or by the browser's history. */
  async #follow(): Promise<void> {
    const { window } = this.options;
    const id = projectInAddress(window.location);
    const link = parseLink(window.location.hash);
    try {
      if (id !== null && id !== this.#open?.info.id) await this.open(id);
      if (link === null) return;
      await this.createShown(await linkedProject(link, window));
      if (link.run) this.#run();
    } catch (error) {
      this.problem.set(error as Error);
      if (this.#open !== null) window.history.replaceState(null, '', addressOf(this.#open.info.id));
    }
  }

  #run(): void {
    const connection = this.#open?.connection;
    if (connection === undefined) return;
    void attachedTo(connection)
      .then(() => connection.kernel.startRuntime())
      .catch((error: unknown) => this.problem.set(error as Error));
  }

  /** Shows a project in this tab; resolves when attached to its kernel. */
  async open(id: ProjectId): Promise<void> {
    const info = await this.#registry.get(id);
    if (info === undefined) throw new Error(`There is no project ${id} in this browser.`);
    if (this.#open?.info.id !== id) this.#show(info, this.#attach(id, null));
    if (this.#open !== null) await attachedTo(this.#open.connection);
  }

  /** Makes a project, of a template's files and those given over them; with `open` this tab shows it. */
  async create({ name, template: id, files, open }: CreateOptions): Promise<ProjectInfo> {
    const template = id === undefined ? null : templateById(id);
    if (template === undefined) throw new Error(`There is no template "${id ?? ''}".`);
    const base = template === null ? emptyProject : await projectOf(template);
    const options = { ...base, name: name ?? base.name, files: { ...base.files, ...files } };
    return open === true ? this.createShown(options) : this.projects.create(options);
  }

  /** Makes a project and shows it in this tab, which goes on with what it shows where that fails. */
  async createShown(options: ProjectOptions): Promise<ProjectInfo> {
    const { info, connection } = await this.projects.createAttached(options);
    this.#show(info, connection);
    return info;
  }

  async remove(id: ProjectId): Promise<void> {
    await this.projects.remove(id);
    if (this.#open?.info.id !== id) return;
    const [next] = await this.#registry.list();
    if (next === undefined) this.#create(null, this.#firstProject());
    else this.#show(next, this.#attach(next.id, null));
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
  #create(addressed: ProjectId | null, first: NewProject): void {
    const id = addressed ?? (this.options.window.crypto.randomUUID().slice(0, 8) as ProjectId);
    const now = Date.now();
    const info: ProjectInfo = {
      id,
      name: first.name,
      template: first.template,
      createdAt: now,
      openedAt: now,
    };
    this.#show(info, this.#attach(id, first));
  }

  #attach(project: ProjectId, create: NewProject | null, role: TabHello['role'] = 'tab'): Attach {
    const { window, previewOrigins, served, onKernelPort } = this.options;
    return new Attach({
      ...{ project, create, role, previewOrigins, served, window },
      onWorker: (port) => {
        if (role !== 'tab') return;
        this.#kernelPorts.set(project, port);
        if (this.#open?.info.id === project) onKernelPort(port, project);
      },
    });
  }

  #show(info: ProjectInfo, connection: Attach): void {
    this.#open?.connection[Symbol.dispose]();
    this.options.window.history.replaceState(null, '', addressOf(info.id));
    this.#open = { connection, info };
    const port = this.#kernelPorts.get(info.id);
    if (port !== undefined) this.options.onKernelPort(port, info.id);
    this.#remember();
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
