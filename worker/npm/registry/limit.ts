// Runs at most `most` tasks at once; of those that wait, urgent ones first, each kind in the order it came.

export type Limit = <T>(task: () => Promise<T>, urgent?: boolean) => Promise<T>;

export function createLimit(most: number): Limit {
  let running = 0;
  const urgentOnes: (() => void)[] = [];
  const others: (() => void)[] = [];
  return async (task, urgent = false) => {
    if (running >= most) await new Promise<void>((resume) => (urgent ? urgentOnes : others).push(resume));
    else running++;
    try {
      return await task();
    } finally {
      // The place is handed on, so that no newcomer slips in before who waits.
      const next = urgentOnes.shift() ?? others.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
