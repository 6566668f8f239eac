// The kernels that this service worker can reach, one per project: at the IDE's origin any number, at a preview origin the
// one that it is bound to. What an origin was last bound to is remembered across the service worker's lives.

import { get, set, type UseStore } from 'idb-keyval';
import { HttpClient } from '../preview/http/http-client.ts';
import type { Port, ProjectId } from '../protocol/ids.ts';
import type { GiveLink, NeedLink } from '../protocol/preview-link.ts';
import { KernelLink } from './kernel-link.ts';

interface Upstream {
  readonly project: ProjectId | null;
  readonly link: KernelLink;
  readonly client: HttpClient;
}

export interface Binding {
  readonly project: ProjectId;
  readonly port: Port | null;
}

const bindingKey = 'binding';

export class Upstreams {
  readonly #byProject = new Map<ProjectId | null, Upstream>();
  #binding: Promise<Binding | null> | null = null;

  constructor(
    private readonly options: {
      readonly store: UseStore;
      readonly now: () => number;
      /** To every window of this origin. */
      readonly ask: (message: NeedLink) => void;
    },
  ) {}

  /** A window gave a link; the origin's own is that of the last project. */
  use({ project, link }: GiveLink, ownOrigin: boolean): void {
    const key = ownOrigin ? null : project;
    if (ownOrigin) this.#remember({ project, port: null });
    this.of(key).link.use(link);
  }

  /** At the IDE's origin by project; at a preview origin there is one, under null. */
  of(project: ProjectId | null): Upstream {
    let upstream = this.#byProject.get(project);
    if (upstream !== undefined) return upstream;
    const link: KernelLink = new KernelLink({
      ask: () => void this.#ask(project),
      now: this.options.now,
      closed: (ports) => ports.forEach((port) => client.dropIdle(port)),
      bound: (port) => {
        if (project === null)
          void this.binding().then((known) => known && this.#remember({ ...known, port }));
      },
    });
    const client = new HttpClient((port) => link.connect(port));
    upstream = { project, link, client };
    this.#byProject.set(project, upstream);
    return upstream;
  }

  /** What this origin was last bound to. */
  binding(): Promise<Binding | null> {
    this.#binding ??= get<Binding>(bindingKey, this.options.store).then(
      (stored) => stored ?? null,
      () => null,
    );
    return this.#binding;
  }

  async #ask(project: ProjectId | null): Promise<void> {
    const known = project ?? (await this.binding())?.project ?? null;
    this.options.ask({ holdfast: 'need-link', project: known });
  }

  #remember(binding: Binding): void {
    this.#binding = Promise.resolve(binding);
    // A browser that refuses costs a question at the next start, no more.
    void set(bindingKey, binding, this.options.store).catch(() => {});
  }
}
