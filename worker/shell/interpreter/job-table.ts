// The jobs that `jobs` lists, numbered from 1, with the current (+) and the previous (-) one. One a shell.

import type { Job } from './job.ts';

/** Width of the state column, as bash has it. */
const stateWidth = 24;

export class JobTable {
  readonly #jobs: Job[] = [];
  /** Most recent last: stopped or started in the background. */
  readonly #recent: Job[] = [];
  /** Jobs whose change the user has not been told of. */
  readonly #unreported = new Set<Job>();

  add(job: Job): void {
    if (job.number === null) {
      job.number = Math.max(0, ...this.#jobs.map(({ number }) => number ?? 0)) + 1;
      this.#jobs.push(job);
    }
    this.#touch(job);
  }

  remove(job: Job): void {
    for (const list of [this.#jobs, this.#recent]) {
      const index = list.indexOf(job);
      if (index !== -1) list.splice(index, 1);
    }
    this.#unreported.delete(job);
    job.number = null;
  }

  list(): readonly Job[] {
    return this.#jobs;
  }

  report(job: Job): void {
    if (job.number !== null) this.#unreported.add(job);
  }

  /** Lines of the jobs that ended since the last call; they leave the table. */
  takeReports(): string[] {
    const lines = [...this.#unreported].map((job) => this.line(job));
    for (const job of this.#unreported) if (job.state.type === 'done') this.remove(job);
    this.#unreported.clear();
    return lines;
  }

  /** `%1`, `%+`, `%%`, `%-`, `%text`, `%?text`, or nothing for the current one. */
  find(spec: string | undefined): Job | undefined {
    const name = (spec ?? '%+').replace(/^%/, '');
    if (name === '' || name === '+' || name === '%') return this.#recent.at(-1);
    if (name === '-') return this.#recent.at(-2) ?? this.#recent.at(-1);
    if (/^\d+$/.test(name)) return this.#jobs.find(({ number }) => number === Number(name));
    return name.startsWith('?')
      ? this.#jobs.find(({ text }) => text.includes(name.slice(1)))
      : this.#jobs.find(({ text }) => text.startsWith(name));
  }

  /** As bash writes it: `[1]+  Stopped                 sleep 100`. */
  line(job: Job, options: { pid?: boolean } = {}): string {
    const mark = job === this.#recent.at(-1) ? '+' : job === this.#recent.at(-2) ? '-' : ' ';
    const pid = options.pid === true ? `${String(job.pgid ?? job.lastPid ?? '')} ` : '';
    const suffix = job.state.type === 'running' ? ' &' : '';
    return `[${String(job.number)}]${mark}  ${pid}${stateText(job).padEnd(stateWidth)}${job.text}${suffix}`;
  }

  #touch(job: Job): void {
    const index = this.#recent.indexOf(job);
    if (index !== -1) this.#recent.splice(index, 1);
    this.#recent.push(job);
  }
}

function stateText(job: Job): string {
  const { state } = job;
  switch (state.type) {
    case 'running':
      return 'Running';
    case 'stopped':
      return state.signal === 'SIGTSTP' ? 'Stopped' : `Stopped (${state.signal})`;
    case 'done':
      if (state.status.kind === 'signaled') return signalTexts[state.status.signal] ?? state.status.signal;
      return state.status.code === 0 ? 'Done' : `Exit ${String(state.status.code)}`;
  }
}

/** strsignal(3). */
export const signalTexts: Readonly<Record<string, string>> = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGABRT: 'Aborted',
  SIGKILL: 'Killed',
  SIGSEGV: 'Segmentation fault',
  SIGPIPE: 'Broken pipe',
  SIGTERM: 'Terminated',
};
