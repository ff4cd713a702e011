import { AppError } from '#kernel/errors.ts';

/** Work in threads of its own takes memory and a core: little of it runs at once, and one task a person. */
export interface HeavyWork {
  run<Result>(person: string, work: () => Promise<Result>): Promise<Result>;
}

const comeBackMs = 5_000;

export function createHeavyWork({ atOnce = 2, waiting = 4 } = {}): HeavyWork {
  const people = new Set<string>();
  const queue: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running < atOnce) running += 1;
    else if (queue.length >= waiting)
      throw new AppError('unavailable', 'Too many documents at once', { details: { retryAfterMs: comeBackMs } });
    // Whoever leaves hands the place over.
    else await new Promise<void>((resolve) => void queue.push(resolve));
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    run: async (person, work) => {
      if (people.has(person)) throw new AppError('too-many-requests', 'One document at a time', { details: { retryAfterMs: comeBackMs } });
      people.add(person);
      try {
        await enter();
        try {
          return await work();
        } finally {
          leave();
        }
      } finally {
        people.delete(person);
      }
    },
  };
}
