// Runs a callback so that an exception of it comes back together with the place of the throw. JavaScript's `catch` does not
// tell the place; the browser does when it reports an exception, as it does for one that leaves an event listener. So the
// callback runs as a listener of an event of its own, and the report is taken here. One a worker.

import type { Attempt, Host } from './realm.ts';

export function createAttempt(scope: typeof globalThis): Host['attempt'] {
  if (!('WorkerGlobalScope' in scope)) return attemptByCatch;
  const target = new scope.EventTarget();
  const name = 'attempt';
  const { Event } = scope;
  let task: () => unknown = () => undefined;
  let outcome: Attempt<unknown> = { threw: false, value: undefined };
  let running = false;

  target.addEventListener(name, () => {
    outcome = { threw: false, value: task() };
  });
  // Before any other listener: an exception of an attempt is no one else's.
  scope.addEventListener('error', (event: Event) => {
    if (!running) return;
    const { error, filename, lineno, colno } = event as Omit<ErrorEvent, 'error'> & { error: unknown };
    event.preventDefault();
    event.stopImmediatePropagation();
    const known = filename !== '' && lineno > 0;
    outcome = {
      threw: true,
      error,
      place: known ? { url: filename, line: lineno, column: colno } : undefined,
    };
  });
  return <T>(callback: () => T): Attempt<T> => {
    // An attempt within an attempt would mix up their reports.
    if (running) return attemptByCatch(callback);
    running = true;
    task = callback;
    // Where the report never comes (a worker that is being closed) nothing may go on as if the callback had run.
    outcome = { threw: true, error: undefined, place: undefined };
    try {
      target.dispatchEvent(new Event(name));
    } finally {
      running = false;
    }
    return outcome;
  };
}

function attemptByCatch<T>(callback: () => T): Attempt<T> {
  try {
    return { threw: false, value: callback() };
  } catch (error) {
    return { threw: true, error, place: undefined };
  }
}
