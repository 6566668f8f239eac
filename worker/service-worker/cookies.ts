// The cookie jars of the projects that this service worker serves, read from IndexedDB when first needed and written behind.

import { get, set, type UseStore } from 'idb-keyval';
import { CookieJar, type Cookie } from '../preview/cookie-jar.ts';
import type { ProjectId } from '../protocol/ids.ts';

export class CookieJars {
  readonly #jars = new Map<ProjectId, Promise<CookieJar>>();

  constructor(
    private readonly store: UseStore,
    private readonly now: () => number,
  ) {}

  of(project: ProjectId): Promise<CookieJar> {
    let jar = this.#jars.get(project);
    if (jar === undefined) {
      jar = get<Cookie[]>(key(project), this.store).then(
        (stored) => new CookieJar(Array.isArray(stored) ? stored : [], this.now),
        // Storage that cannot be read (a private window, say): the cookies live as long as the service worker.
        () => new CookieJar([], this.now),
      );
      this.#jars.set(project, jar);
    }
    return jar;
  }

  /** Resolves when stored; a refusal by the browser costs only the cookies' survival. */
  async save(project: ProjectId): Promise<void> {
    const jar = await this.of(project);
    await set(key(project), [...jar.cookies], this.store).catch(() => {});
  }
}

function key(project: ProjectId): string {
  return `cookies:${project}`;
}
