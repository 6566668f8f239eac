// Runs at most `most` tasks at once, the others in the order they came.

export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

export function createLimit(most: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= most) await new Promise<void>((resume) => waiting.push(resume));
    else running++;
    try {
      return await task();
    } finally {
      // The place is handed on, so that no newcomer slips in before who waits.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
